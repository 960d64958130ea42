import type { Push } from '../../data/history/pushes.ts'
import { useEvidence } from '../../data/history/useEvidence.ts'
import { describeError } from '../../data/useReading.ts'
import { describeDistance, explainKind, listCompared } from '../../markets/evidenceWords.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Moment } from '../../ui/texts.tsx'
import styles from './market.module.css'

/** Where the latest push's figures are from, beside what the index measured for itself at the same time. */
export function LatestEvidence({ push }: { push: Push | undefined }) {
  const { data, error } = useEvidence(push === undefined ? [] : [push])
  if (push === undefined) return null
  const evidence = data?.get(push.id)
  const rows = evidence && listCompared(evidence)
  return (
    <Panel title="Latest evidence">
      <p>
        <strong data-evidence={push.evidenceKind}>{push.evidenceKind}</strong>:{' '}
        {explainKind(push.evidenceKind)} It is of <Moment at={push.observedAt} />;{' '}
        {describeDistance(push.largestTargetPips)}.
      </p>
      {error !== null && (
        <Notice tone="warn" title="What the index measured is not known">
          <p>{describeError(error)}</p>
        </Notice>
      )}
      {rows !== undefined && (
        <details className={styles.fold}>
          <summary>Figure by figure, beside the index's own</summary>
          <div className={styles.folded}>
            <DataTable
              caption="The latest evidence beside the index's own"
              isCaptionHidden
              rows={rows}
              keyOf={({ name }) => name}
              columns={[
                { title: 'Figure', cell: ({ name }) => name },
                { title: 'Reported', align: 'end', cell: ({ reported }) => reported },
                { title: 'Index', align: 'end', cell: ({ own }) => own },
                { title: 'Apart', align: 'end', cell: ({ apart }) => apart },
              ]}
            />
            <p className={styles.soft}>
              Apart is a share of the index's figure, of the gas used in percentage points. The
              model's are what it makes of the figures, before any bound.
            </p>
          </div>
        </details>
      )}
    </Panel>
  )
}
