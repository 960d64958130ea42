import { useState } from 'react'
import { Link } from 'wouter'
import { formatMarket } from '../../../governance/index.ts'
import type { Update } from '../../../verify/readUpdates.ts'
import { nameUpdate } from '../../../verify/resolveUpdate.ts'
import { describeWay } from '../../../verify/verdict.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { Moment } from '../../ui/texts.tsx'
import { classify, type Outcome } from '../../verify/job.ts'
import { kindWords } from '../../verify/words.ts'
import { kindTones } from './VerdictView.tsx'

/** Rows before somebody asks for the rest. */
const SHORT_ROWS = 12

/** Updates, the latest first, each with a way to its check and what came of it. */
export function UpdateTable(props: {
  caption: string
  updates: readonly Update[]
  outcomes: readonly Outcome[]
}) {
  const { caption, updates, outcomes } = props
  const [isWhole, setWhole] = useState(false)
  const byName = new Map(outcomes.map((outcome) => [nameUpdate(outcome.update), outcome]))
  const latestFirst = updates.toReversed()
  const rows = isWhole ? latestFirst : latestFirst.slice(0, SHORT_ROWS)
  const columns: readonly TableColumn<Update>[] = [
    {
      title: 'Update',
      cell: (update) => <Link href={`/verify/${nameUpdate(update)}`}>{nameUpdate(update)}</Link>,
    },
    { title: 'Market', cell: ({ marketId }) => formatMarket(marketId) },
    { title: 'What it did', cell: describeWay },
    { title: 'Evidence', cell: ({ evidenceKind }) => evidenceKind },
    { title: 'Evidence of', cell: ({ observedAt }) => <Moment at={observedAt} /> },
    ...(byName.size === 0
      ? []
      : [
          {
            title: 'Checked',
            cell: (update: Update) => <OutcomeBadge outcome={byName.get(nameUpdate(update))} />,
          },
        ]),
  ]
  return (
    <>
      <DataTable caption={caption} columns={columns} rows={rows} keyOf={nameUpdate} />
      {latestFirst.length > SHORT_ROWS && (
        <div>
          <Button look="quiet" isSmall onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show the latest only' : `Show all ${latestFirst.length}`}
          </Button>
        </div>
      )}
    </>
  )
}

function OutcomeBadge({ outcome }: { outcome: Outcome | undefined }) {
  if (outcome === undefined) return 'not yet'
  const kind = classify(outcome)
  return <Badge tone={kindTones[kind]}>{kindWords[kind]}</Badge>
}
