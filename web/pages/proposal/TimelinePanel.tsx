import { describeError } from '../../data/useReading.ts'
import { Countdown } from '../../proposals/Countdown.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Moment, Short } from '../../ui/texts.tsx'
import styles from './proposal.module.css'
import { listTimeline, type TimelineEntry } from './timeline.ts'
import type { ReadPage } from './useProposalPage.ts'

/** From the proposal to its execution: when each step was, or is to be. */
export function TimelinePanel({ read }: { read: ReadPage }) {
  const { made, status, createdAt, steps } = read
  return (
    <Panel title="Timeline">
      <ReadingView reading={status} what="the timeline">
        {(of) => (
          <ol className={styles.timeline}>
            {listTimeline({ made, status: of, createdAt, steps: steps.data }).map((entry) => (
              <Entry key={`${entry.label} ${entry.at}`} entry={entry} />
            ))}
          </ol>
        )}
      </ReadingView>
      {steps.error !== null && (
        <Notice tone="warn" title="Extensions and steps are not known">
          <p>{describeError(steps.error)}</p>
        </Notice>
      )}
    </Panel>
  )
}

const words: Readonly<Record<TimelineEntry['phase'], string>> = {
  done: 'done',
  next: 'next',
  later: 'later',
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { label, at, phase, note, transactionHash } = entry
  return (
    <li data-phase={phase}>
      <strong>
        {label}
        <span className="visually-hidden"> ({words[phase]})</span>
      </strong>
      {at !== undefined && phase === 'next' && (
        <span className={styles.countdown}>
          <Countdown to={at} past="with the next block" />
        </span>
      )}
      {at !== undefined && <Moment at={at} />}
      {note !== undefined && <span className={styles.soft}>{note}</span>}
      {transactionHash !== undefined && (
        <span className={styles.soft}>
          transaction <Short hex={transactionHash} what="the transaction’s hash" />
        </span>
      )}
    </li>
  )
}
