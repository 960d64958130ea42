import { formatDuration } from '../../../client/formatDuration.ts'
import { formatQuote } from '../../../client/vaults/formatQuote.ts'
import type { VaultAct } from '../../../client/vaults/readActLogs.ts'
import type { PositionNow } from '../../../client/vaults/readVault.ts'
import { formatAmount } from '../../../governance/units.ts'
import { DataTable, Facts } from '../../ui/DataTable.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Short } from '../../ui/texts.tsx'
import { describeDue, formatExposure } from '../../vaults/positionWords.ts'
import { type Listed, useActs } from './useVaults.ts'
import styles from './vaults.module.css'

/** The latest acts that a panel shows. */
const SHOWN = 20

/** A vault with a position on other venues: where it stands, what is due or why not, and what it did last. */
export function PositionPanel({ vault, now }: { vault: Listed; now: PositionNow }) {
  const { name, address, markets } = vault
  const { due, quote } = now
  const isDue = due.action !== 'none'
  const isTold = due.navQuote > 0n
  const acts = useActs(address)
  const share = (pips: bigint) => formatAmount(pips, 'pips')
  return (
    <Panel
      title={name}
      actions={<Badge tone={isDue ? 'info' : 'plain'}>{isDue ? due.action : 'waits'}</Badge>}
    >
      <p>{describeDue(now)}</p>
      <div className={styles.columns}>
        <Facts
          facts={[
            ['Net value', isTold ? formatQuote(due.navQuote, quote) : 'not told now'],
            ['Exposure held', isTold ? formatExposure(due.heldQuote, quote) : 'not told now'],
            ['Exposure wanted', isTold ? formatExposure(due.targetQuote, quote) : 'not told now'],
            ['Drift', isTold ? share(due.driftPips) : 'not told now'],
            ['Band', share(due.bandPips)],
          ]}
        />
        <Facts
          facts={[
            ['Address', <Short key="address" hex={address} />],
            ['Parameters', <Short key="parameters" hex={now.riskParameters} />],
            ['Measured by', markets.length === 0 ? 'no market' : markets.join(', ')],
            ['Clock of its trades', `${formatDuration(due.elapsedSec)} since it was started`],
          ]}
        />
      </div>
      <ReadingView reading={acts} what="what it has done">
        {(known) => <ActTable acts={known} quote={quote} />}
      </ReadingView>
    </Panel>
  )
}

function ActTable({ acts, quote }: { acts: readonly VaultAct[]; quote: PositionNow['quote'] }) {
  if (acts.length === 0) return <p className={styles.soft}>It has not done anything yet.</p>
  const shown = acts.slice(0, SHOWN)
  const share = (pips: bigint) => formatAmount(pips, 'pips')
  return (
    <DataTable
      caption={`${acts.length} ${acts.length === 1 ? 'act' : 'acts'}, the latest ${shown.length} of them`}
      rows={shown}
      keyOf={({ blockNumber, logIndex }) => `${blockNumber} ${logIndex}`}
      columns={[
        { title: 'Block', cell: ({ blockNumber }) => blockNumber.toLocaleString('en') },
        { title: 'Act', cell: ({ due }) => due.action },
        {
          title: 'Exposure changed',
          align: 'end',
          cell: ({ tradedQuote }) => formatExposure(tradedQuote, quote),
        },
        {
          title: 'Held after',
          align: 'end',
          cell: ({ heldAfterQuote }) => formatExposure(heldAfterQuote, quote),
        },
        {
          title: 'Fees and impact',
          align: 'end',
          cell: ({ costQuote }) => formatQuote(costQuote, quote),
        },
        { title: 'Drift before', align: 'end', cell: ({ due }) => share(due.driftPips) },
        { title: 'Band then', align: 'end', cell: ({ due }) => share(due.bandPips) },
        {
          title: 'Transaction',
          cell: ({ transactionHash }) => <Short hex={transactionHash} what="transaction hash" />,
        },
      ]}
    />
  )
}
