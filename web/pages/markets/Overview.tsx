import { Link } from 'wouter'
import { parameterFields } from '../../../core/fields.ts'
import { formatParameter } from '../../../governance/formatParameter.ts'
import type { Latest } from '../../../query/index.ts'
import type { MarketNow } from '../../data/useMarkets.ts'
import { Evidence } from '../../markets/Evidence.tsx'
import styles from '../../markets/markets.module.css'
import { describeStatus } from '../../markets/status.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Badge } from '../../ui/Notice.tsx'

/** All markets in a table, to find the one that is not as it should be. */
export function Overview(props: {
  markets: readonly MarketNow[]
  blockAt: bigint
  latest: Latest | undefined
}) {
  const { markets, blockAt, latest } = props
  return (
    <DataTable
      caption="All markets"
      rows={markets}
      keyOf={({ id }) => id}
      columns={[
        {
          title: 'Market',
          cell: ({ name }) => (
            <Link href={`/markets/${name}`} className={styles.line}>
              {name}
            </Link>
          ),
        },
        {
          title: 'Status',
          cell: ({ inForce, config }) => {
            const { tone, word } = describeStatus(inForce, config)
            return <Badge tone={tone}>{word}</Badge>
          },
        },
        {
          title: 'Band',
          align: 'end',
          cell: ({ inForce }) => formatParameter('bandPips', inForce.values.bandPips),
        },
        {
          title: 'Max trade',
          align: 'end',
          cell: ({ inForce }) => formatParameter('maxTradeUsd', inForce.values.maxTradeUsd),
        },
        { title: 'At a bound', align: 'end', cell: (market) => countAtBounds(market) },
        {
          title: 'Evidence',
          cell: (market) => (
            <span className={styles.line}>
              <Evidence
                market={market}
                blockAt={blockAt}
                kind={latest?.markets.get(market.id)?.evidenceKind}
              />
            </span>
          ),
        },
      ]}
    />
  )
}

function countAtBounds({ inForce, config }: MarketNow): string {
  const { min, max } = config.bounds
  const { values } = inForce
  const count = parameterFields.filter(
    (field) => values[field] === min[field] || values[field] === max[field],
  ).length
  return `${count} of ${parameterFields.length}`
}
