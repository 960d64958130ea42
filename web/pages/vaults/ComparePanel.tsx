import { formatEther } from '../../../client/formatEther.ts'
import { formatQuote } from '../../../client/vaults/formatQuote.ts'
import { formatAmount } from '../../../governance/units.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import { describeError, type Reading } from '../../data/useReading.ts'
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Stranger } from '../../ui/texts.tsx'
import { drawDrifts, sumTotals, type VaultHistory, type VaultTotals } from '../../vaults/history.ts'
import type { Histories } from '../../vaults/readHistories.ts'
import { describeCosts } from '../../vaults/words.ts'
import type { ListedVault } from './listVaults.ts'
import styles from './vaults.module.css'

interface Row {
  vault: ListedVault
  history: VaultHistory | undefined
  totals: VaultTotals | undefined
}

/** All vaults side by side: the one that follows a market, and those with plain rules. */
export function ComparePanel(props: {
  vaults: readonly ListedVault[]
  histories: Reading<Histories>
  blockAt: bigint
}) {
  const { vaults, histories, blockAt } = props
  const rows = vaults.map((vault): Row => {
    const history = histories.data?.byVault.get(vault.address)
    return { vault, history, totals: history && sumTotals(history) }
  })
  return (
    <Panel title="Side by side">
      <DataTable
        caption="What each vault holds, and what it has paid so far"
        rows={rows}
        keyOf={({ vault }) => vault.address}
        columns={columns}
      />
      <ReadingView reading={histories} what="trades and weights since the first deposits">
        {(known) => <Told known={known} rows={rows} blockAt={blockAt} />}
      </ReadingView>
    </Panel>
  )
}

function Told({
  known,
  rows,
  blockAt,
}: {
  known: Histories
  rows: readonly Row[]
  blockAt: bigint
}) {
  const paid = rows.flatMap(({ vault: { name, now }, totals }) =>
    totals === undefined ? [] : [{ name, quote: now.quote, totals }],
  )
  const drawn = rows.flatMap(({ vault: { name }, history }) =>
    history === undefined || history.plans.length === 0 ? [] : [{ name, plans: history.plans }],
  )
  const beganAt = drawn.reduce<bigint | undefined>((first, { plans }) => {
    const at = plans[0]?.at
    return at !== undefined && (first === undefined || at < first) ? at : first
  }, undefined)
  const sentences = describeCosts(paid, beganAt === undefined ? 0n : blockAt - beganAt)
  return (
    <>
      <div className={styles.sentences}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      {known.indexFailure !== undefined && (
        <Notice tone="warn" title="The index was not used">
          <p>
            {describeError(known.indexFailure)}. Trades are those that the chain's own events have.
          </p>
        </Notice>
      )}
      {known.stateFailure !== undefined && (
        <Notice tone="warn" title="Weights of the past are missing">
          <p>
            {describeError(known.stateFailure)}. The node may not have old states: trades are shown
            all the same.
          </p>
        </Notice>
      )}
      {drawn.length > 0 && (
        <TimeChart
          title="Distance from the target"
          unit="% of the vault"
          series={drawDrifts(drawn)}
          format={(value) => `${value.toFixed(2)} %`}
        />
      )}
    </>
  )
}

const share = (pips: bigint | undefined): string =>
  pips === undefined ? '…' : formatAmount(pips, 'pips')
const orDots = (text: string | undefined): string => text ?? '…'

const columns: readonly TableColumn<Row>[] = [
  { title: 'Vault', cell: ({ vault }) => <Stranger isInline text={vault.name} /> },
  {
    title: 'Value now',
    align: 'end',
    cell: ({ vault: { now } }) => formatQuote(now.plan.navQuote, now.quote),
  },
  { title: 'Drift now', align: 'end', cell: ({ vault }) => share(vault.now.plan.driftPips) },
  {
    title: 'Average drift',
    align: 'end',
    cell: ({ totals }) => share(totals?.meanDriftPips),
  },
  {
    title: 'Largest drift',
    align: 'end',
    cell: ({ totals }) => share(totals?.largestDriftPips),
  },
  { title: 'Trades', align: 'end', cell: ({ totals }) => orDots(totals && `${totals.tradeCount}`) },
  {
    title: 'Traded',
    align: 'end',
    cell: ({ vault, totals }) => orDots(totals && formatQuote(totals.tradedQuote, vault.now.quote)),
  },
  {
    title: 'Fees and impact',
    align: 'end',
    cell: ({ vault, totals }) => (
      <>
        {orDots(totals && formatQuote(totals.costQuote, vault.now.quote))}
        {totals?.costPips !== undefined && (
          <div className={styles.soft}>{share(totals.costPips)} of it</div>
        )}
      </>
    ),
  },
  {
    title: 'Gas',
    align: 'end',
    cell: ({ history }) =>
      history === undefined
        ? '…'
        : history.gasWei === undefined
          ? 'not read'
          : formatEther(history.gasWei),
  },
]
