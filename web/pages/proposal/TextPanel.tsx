import { isCut } from '../../proposals/cutTitle.ts'
import { Panel } from '../../ui/Page.tsx'
import { Copy, Stranger } from '../../ui/texts.tsx'
import styles from './proposal.module.css'
import type { ReadPage } from './useProposalPage.ts'

/** What the proposer wrote: plain text, nothing in it is followed. */
export function TextPanel({ read }: { read: ReadPage }) {
  const { decoded, made } = read
  const { title, summary } = decoded
  return (
    <Panel title="What the proposer says">
      {summary === '' ? (
        <p className={styles.soft}>There is no summary.</p>
      ) : (
        <Stranger text={summary} />
      )}
      {isCut(title) && (
        <details>
          <summary>The whole title</summary>
          <div className={styles.folded}>
            <Stranger text={title} />
          </div>
        </details>
      )}
      <details>
        <summary>The whole description, as it stands on chain</summary>
        <div className={styles.folded}>
          <Copy text={made.description} what="the description" />
          <Stranger text={made.description} />
        </div>
      </details>
    </Panel>
  )
}
