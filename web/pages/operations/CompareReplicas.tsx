import { type ReplicaFigures, readFigures } from '../../operations/replicaFigures.ts'
import {
  type ReplicaNow,
  showCount,
  showEther,
  showSeconds,
  showTurn,
} from '../../operations/words.ts'
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReplicaBadges } from './ReplicaBadges.tsx'

interface Row {
  replica: ReplicaNow
  figures: ReplicaFigures | undefined
}

/** All replicas side by side: who is behind, who has not pushed, who disagrees. */
export function CompareReplicas({ replicas }: { replicas: readonly ReplicaNow[] }) {
  const rows = replicas.map((replica): Row => {
    const { answer } = replica
    return {
      replica,
      figures: answer.kind === 'answers' ? readFigures(answer.samples) : undefined,
    }
  })
  return (
    <Panel title="Side by side">
      <DataTable
        caption="What each replica counts since it was started"
        rows={rows}
        keyOf={({ replica }) => replica.url}
        columns={columns}
      />
    </Panel>
  )
}

const of =
  (show: (figures: ReplicaFigures) => string) =>
  ({ figures }: Row): string =>
    figures === undefined ? '–' : show(figures)

const columns: readonly TableColumn<Row>[] = [
  { title: 'Replica', cell: ({ replica }) => replica.name },
  { title: 'State', cell: ({ replica }) => <ReplicaBadges replica={replica} /> },
  {
    title: 'Index behind',
    align: 'end',
    cell: of(({ indexLagBlocks }) => `${showCount(indexLagBlocks)} blocks`),
  },
  {
    title: 'Evidence in force',
    align: 'end',
    cell: of(({ markets }) => showSeconds(oldest(markets.map(({ valueAgeSec }) => valueAgeSec)))),
  },
  { title: 'Pushes', align: 'end', cell: of(({ pushesTaken }) => showCount(pushesTaken)) },
  {
    title: 'Quorums missed',
    align: 'end',
    cell: of(({ quorumsMissed }) => showCount(quorumsMissed)),
  },
  {
    title: 'Disagreed',
    align: 'end',
    cell: of(({ refusedDiffering = 0, answeredDiffering = 0 }) =>
      showCount(refusedDiffering + answeredDiffering),
    ),
  },
  { title: 'Balance', align: 'end', cell: of(({ balanceWei }) => showEther(balanceWei)) },
  { title: 'A turn takes', align: 'end', cell: of(({ turnSec }) => showTurn(turnSec)) },
]

/** The one to worry about. */
function oldest(ages: readonly (number | undefined)[]): number | undefined {
  const known = ages.filter((age) => age !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}
