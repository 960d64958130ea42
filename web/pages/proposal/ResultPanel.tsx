import { useId, useState } from 'react'
import type { ReadResult } from '../../../backtest/report/readResult.ts'
import { describeError } from '../../data/useReading.ts'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/ReadingView.tsx'
import { Short } from '../../ui/texts.tsx'
import styles from './proposal.module.css'
import { ResultView } from './ResultView.tsx'
import type { ReadPage } from './useProposalPage.ts'

type Opened =
  | { state: 'none' | 'reading' }
  | { state: 'read'; result: ReadResult }
  | { state: 'failed'; error: unknown }

/** The backtest that the description names, compared with the result that the visitor opens: no server of ours has it. */
export function ResultPanel({ read }: { read: ReadPage }) {
  const { decoded, governed } = read
  const { backtestHash, document } = decoded
  const [opened, setOpened] = useState<Opened>({ state: 'none' })
  const id = useId()
  if (backtestHash === undefined) {
    return (
      <Panel title="Backtest">
        <p>Not backtested: the description names no result.</p>
      </Panel>
    )
  }
  const open = async (file: File | undefined) => {
    if (file === undefined) return
    setOpened({ state: 'reading' })
    try {
      // Only now: most visitors open none.
      const { readResult } = await import('../../../backtest/report/readResult.ts')
      setOpened({ state: 'read', result: readResult(await file.text()) })
    } catch (error) {
      setOpened({ state: 'failed', error })
    }
  }
  return (
    <Panel title="Backtest">
      <p>
        The description names the result <Short hex={backtestHash} what="the backtest’s hash" />.
        The proposer publishes its file; open it here to see whether it is the one, and what it
        says. It stays in this browser.
      </p>
      <div className={styles.file}>
        <label htmlFor={id}>result.json</label>
        <input
          id={id}
          type="file"
          accept=".json,application/json"
          onChange={({ target }) => void open(target.files?.[0])}
        />
      </div>
      <div role="status">
        {opened.state === 'reading' && <Loading what="the result" />}
        {opened.state === 'failed' && (
          <Notice
            tone="danger"
            title="DANGER: this file is not the result that the description names"
          >
            <p>{describeError(opened.error)}</p>
          </Notice>
        )}
        {opened.state === 'read' && governed.data === undefined && (
          <Loading what="what is in force" />
        )}
      </div>
      {opened.state === 'read' && governed.data !== undefined && (
        <ResultView
          read={opened.result}
          proposal={{ document, backtestHash }}
          markets={governed.data.markets}
        />
      )}
    </Panel>
  )
}
