import { useMemo } from 'react'
import { showLines } from '../../../core/index.ts'
import { formatDocument, hashDocument } from '../../../governance/index.ts'
import { Panel } from '../../ui/Page.tsx'
import { Copy, Short } from '../../ui/texts.tsx'
import { CallFacts } from './CallFacts.tsx'
import styles from './proposal.module.css'
import type { ReadPage } from './useProposalPage.ts'

/** What would be executed, byte by byte, and how to see the same on a command line. */
export function CallsPanel({ read }: { read: ReadPage }) {
  const { made, decoded } = read
  const { document, changes } = decoded
  const yaml = useMemo(() => document && formatDocument(document), [document])
  const commands = [
    `gimbal proposals show ${made.shortId}`,
    `gimbal verify proposal ${made.shortId}`,
    `gimbal tally ${made.shortId}`,
  ]
  return (
    <Panel title="Calls and document">
      {made.targets.map((target, index) => {
        const change = changes[index]
        const isUnknown = change === undefined || change.change === 'unknown'
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a call is its place among the calls
          <details key={index}>
            <summary>
              Call {index + 1} of {made.targets.length}:{' '}
              {isUnknown ? 'not readable' : change.change} at {target.slice(0, 8)}…
            </summary>
            <CallFacts made={made} index={index} />
          </details>
        )
      })}
      {document !== undefined && yaml !== undefined ? (
        <details>
          <summary>The document that the calls do</summary>
          <div className={styles.folded}>
            <div className={styles.rawHead}>
              <span>
                Document <Short hex={hashDocument(document)} what="the document’s hash" />
              </span>
              <Copy text={yaml} what="the document" />
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard */}
            <pre className={styles.document} tabIndex={0}>
              {showLines(yaml)}
            </pre>
          </div>
        </details>
      ) : (
        <p className={styles.soft}>
          There is no whole document: a call is not readable, or has no text.
        </p>
      )}
      <h3>The same on a command line</h3>
      <ul className={styles.commands}>
        {commands.map((command) => (
          <li key={command}>
            <code>{command}</code> <Copy text={command} what={`the command ${command}`} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
