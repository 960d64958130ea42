import type { ReactNode } from 'react'
import { formatDuration } from '../../../client/formatDuration.ts'
import { formatQuote } from '../../../client/vaults/formatQuote.ts'
import { formatParameter } from '../../../governance/index.ts'
import { formatAmount } from '../../../governance/units.ts'
import { TimeChart } from '../../charts/TimeChart.tsx'
import type { Reading } from '../../data/useReading.ts'
import { useSession } from '../../network/session.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { RangeBar } from '../../ui/RangeBar.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Short, Stranger } from '../../ui/texts.tsx'
import { drawWeight, markTrades } from '../../vaults/history.ts'
import type { Histories } from '../../vaults/readHistories.ts'
import { describePlan } from '../../vaults/words.ts'
import type { ListedVault } from './listVaults.ts'
import { TradeTable } from './TradeTable.tsx'
import type { VaultsNow } from './useVaults.ts'
import styles from './vaults.module.css'

const ONE_PIPS = 1_000_000n

/** One vault: where it stands, what it would do next and why not now, its weight over time and its trades. */
export function VaultPanel(props: {
  vault: ListedVault
  histories: Reading<Histories>
  now: VaultsNow
}) {
  const { vault, histories, now } = props
  const { name, address, markets } = vault
  const { plan, isCppi } = vault.now
  const canTrade = plan.reason === 'none'
  return (
    <Panel
      title={name}
      actions={
        <Badge tone={canTrade ? 'info' : 'plain'}>{canTrade ? 'would trade' : 'waits'}</Badge>
      }
    >
      <p>{describePlan(vault.now)}</p>
      <WeightBar vault={vault} />
      <div className={styles.columns}>
        <Facts facts={listState(vault)} />
        <Facts
          facts={[
            ['Address', <Short key="address" hex={address} />],
            ['Kind', isCppi ? 'CPPI: a floor under it' : 'constant mix'],
            ['Parameters', <ParametersOrigin key="of" vault={vault} />],
            ['Measured by', markets.length === 0 ? 'no market' : markets.join(', ')],
            ['Clock of its trades', `${formatDuration(plan.elapsedSec)} since it was started`],
            ['At block', now.blockNumber.toLocaleString('en')],
          ]}
        />
      </div>
      <ReadingView reading={histories} what="its weight over time and its trades">
        {(known) => <Past known={known} vault={vault} />}
      </ReadingView>
    </Panel>
  )
}

function Past({ known, vault }: { known: Histories; vault: ListedVault }) {
  const history = known.byVault.get(vault.address)
  if (history === undefined) return null
  const { plans, trades } = history
  const { series, corridor } = drawWeight(plans)
  return (
    <>
      {plans.length > 0 && (
        <TimeChart
          title={`Weight of ${vault.name}`}
          unit="% of its value"
          series={series}
          corridor={corridor}
          marks={markTrades(trades, (amount) => formatQuote(amount, vault.now.quote))}
          marksLabel="Trades"
          format={(value) => `${value.toFixed(2)} %`}
        />
      )}
      <TradeTable
        vault={vault}
        trades={trades}
        isIndexed={known.indexed.has(vault.address)}
        isFunded={history.fundedAtBlock !== undefined}
      />
    </>
  )
}

function WeightBar({ vault: { now } }: { vault: ListedVault }) {
  const { weightPips, targetWeightPips, bandPips } = now.plan
  const low = targetWeightPips > bandPips ? targetWeightPips - bandPips : 0n
  const high = targetWeightPips + bandPips < ONE_PIPS ? targetWeightPips + bandPips : ONE_PIPS
  // Twice as wide as the band, so that it is seen from outside, too.
  const reach = bandPips > ONE_PIPS / 40n ? bandPips * 2n : ONE_PIPS / 20n
  const min = targetWeightPips > reach ? targetWeightPips - reach : 0n
  const max = targetWeightPips + reach < ONE_PIPS ? targetWeightPips + reach : ONE_PIPS
  const share = (pips: bigint) => formatAmount(pips, 'pips')
  return (
    <RangeBar
      min={min}
      max={max}
      span={[low, high]}
      marks={[
        { at: targetWeightPips, kind: 'target' },
        { at: weightPips, kind: 'force' },
      ]}
      ends={[share(min), share(max)]}
    />
  )
}

function ParametersOrigin({ vault }: { vault: ListedVault }) {
  const { network } = useSession()
  const { riskParameters } = vault.now
  const isVoted = riskParameters.toLowerCase() === network.addresses.riskParameters.toLowerCase()
  return isVoted ? 'those of its market, as voted and pushed' : 'set by hand once: a plain rule'
}

function listState({ now }: ListedVault): [string, ReactNode][] {
  const { plan, parameters, quote, risky, isCppi } = now
  const share = (pips: bigint) => formatAmount(pips, 'pips')
  const facts: [string, ReactNode][] = [
    ['Net value', formatQuote(plan.navQuote, quote)],
    [
      'Weight',
      <span key="weight">
        {share(plan.weightPips)} of <Stranger isInline text={risky.symbol} />
      </span>,
    ],
    ['Target', share(plan.targetWeightPips)],
    ['Drift', share(plan.driftPips)],
    ['Band', formatParameter('bandPips', parameters.bandPips)],
    ['Return', formatParameter('returnPips', parameters.returnPips)],
    ['Lot', formatParameter('lotPips', parameters.lotPips)],
    ['Max trade', formatParameter('maxTradeUsd', parameters.maxTradeUsd)],
  ]
  if (isCppi) {
    facts.push(
      ['Floor', formatQuote(now.floorQuote, quote)],
      ['CPPI multiplier', formatParameter('cppiMultiplierE3', parameters.cppiMultiplierE3)],
      ['Floor of each deposit', share(now.floorPips)],
    )
  }
  return facts
}
