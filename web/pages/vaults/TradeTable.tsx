import { formatQuote } from '../../../client/vaults/formatQuote.ts'
import { formatAmount } from '../../../governance/units.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Moment, Short, Stranger } from '../../ui/texts.tsx'
import { type DatedTrade, keyOfTrade } from '../../vaults/history.ts'
import { formatRisky } from '../../vaults/words.ts'
import type { ListedVault } from './listVaults.ts'
import styles from './vaults.module.css'

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a)

/** A vault's trades, the latest first: size, cost, impact, and the drift before and after. */
export function TradeTable(props: {
  vault: ListedVault
  trades: readonly DatedTrade[]
  isIndexed: boolean
  isFunded: boolean
}) {
  const { vault, trades, isIndexed, isFunded } = props
  const { quote, risky } = vault.now
  const share = (pips: bigint) => formatAmount(pips, 'pips')
  const source = isIndexed ? 'as the index has them' : "from the chain's own events"
  if (trades.length === 0) {
    return (
      <p className={styles.soft}>
        {isFunded ? 'It has not traded yet.' : 'Nothing was deposited yet, so nothing was traded.'}
      </p>
    )
  }
  return (
    <DataTable
      caption={`${trades.length} ${trades.length === 1 ? 'trade' : 'trades'}, ${source}, the latest first`}
      rows={trades.toReversed()}
      keyOf={keyOfTrade}
      columns={[
        { title: 'Time', cell: ({ blockAt }) => <Moment at={blockAt} /> },
        {
          title: 'Trade',
          cell: ({ isRiskySold, isCut, riskyAmount }) => (
            <>
              {isRiskySold ? 'sold' : 'bought'} {formatRisky(riskyAmount, risky)}{' '}
              <Stranger isInline text={risky.symbol} />
              {isCut ? ', a cut' : ''}
            </>
          ),
        },
        { title: 'Size', align: 'end', cell: (trade) => formatQuote(trade.quoteAmount, quote) },
        {
          title: 'Fees and impact',
          align: 'end',
          cell: (trade) => formatQuote(trade.costQuote, quote),
        },
        { title: 'Price moved', align: 'end', cell: ({ impactPips }) => share(impactPips) },
        {
          title: 'Drift before',
          align: 'end',
          cell: ({ weightBeforePips, targetWeightPips }) =>
            share(distance(weightBeforePips, targetWeightPips)),
        },
        {
          title: 'Drift after',
          align: 'end',
          cell: ({ weightAfterPips, targetWeightPips }) =>
            share(distance(weightAfterPips, targetWeightPips)),
        },
        { title: 'Band then', align: 'end', cell: ({ bandPips }) => share(bandPips) },
        {
          title: 'Transaction',
          cell: ({ transactionHash }) => <Short hex={transactionHash} what="transaction hash" />,
        },
      ]}
    />
  )
}
