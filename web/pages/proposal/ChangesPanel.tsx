import { describeError } from '../../data/useReading.ts'
import { DiffTable } from '../../diff/DiffTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Loading, ReadingView } from '../../ui/ReadingView.tsx'
import styles from './proposal.module.css'
import type { ReadPage } from './useProposalPage.ts'

/** What the calls change, told from the calls alone. */
export function ChangesPanel({ read }: { read: ReadPage }) {
  const { governed, page, core, decoded } = read
  const isKnown = decoded.changes.some(({ change }) => change !== 'unknown')
  return (
    <Panel title="What changes">
      <p className={styles.soft}>{sayCompared(read)}</p>
      {core.error !== null && (
        <Notice tone="warn" title="The model cannot be loaded">
          <p>{describeError(core.error)}</p>
        </Notice>
      )}
      {page?.state === 'executed' && governed.error !== null && (
        <p>
          What was in force at an earlier block is known to nodes that keep the whole history. What
          its calls set stands below, under calls and document.
        </p>
      )}
      {isKnown ? (
        <ReadingView reading={governed} what="what is in force">
          {() =>
            page === undefined ? <Loading what="the changes" /> : <DiffTable diff={page.changes} />
          }
        </ReadingView>
      ) : (
        <p>Not one of its calls is a change that can be read.</p>
      )}
      <OccasionNotes read={read} />
    </Panel>
  )
}

function sayCompared({ page }: ReadPage): string {
  switch (page?.state) {
    case 'executed':
      return 'Told from the calls alone, and compared with what was in force when it was proposed.'
    case 'canceled':
    case 'defeated':
    case 'expired':
      return 'Told from the calls alone, and compared with what is in force now; it will not be executed.'
    default:
      return 'Told from the calls alone, and compared with what is in force now.'
  }
}

function OccasionNotes({ read }: { read: ReadPage }) {
  const { occasions, refusal, decoded } = read
  const isModelled = decoded.changes.some(({ change }) =>
    ['policy', 'bounds', 'market'].includes(change),
  )
  if (!isModelled) return null
  const notes = [
    ...(occasions.data?.notes ?? []),
    ...(occasions.error === null ? [] : [describeError(occasions.error)]),
    ...(refusal === undefined ? [] : [`The model refuses what the index has: ${refusal}`]),
  ]
  if (notes.length === 0) return null
  return (
    <Notice title="Without what the model says to it">
      {notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </Notice>
  )
}
