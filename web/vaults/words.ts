import { formatUnits } from 'viem'
import { formatDuration } from '../../client/formatDuration.ts'
import { formatQuote } from '../../client/vaults/formatQuote.ts'
import type { VaultNow, VaultPlan, VaultToken } from '../../client/vaults/readVault.ts'
import { formatAmount } from '../../governance/units.ts'
import type { VaultTotals } from './history.ts'

const DIGITS = 4

/** An amount of the risky token, four decimals at most. */
export function formatRisky(amount: bigint, { decimals }: Pick<VaultToken, 'decimals'>): string {
  return Number(formatUnits(amount, decimals)).toLocaleString('en', {
    maximumFractionDigits: DIGITS,
  })
}

/** What the vault would do now, and if nothing, why not and until when. */
export function describePlan({ plan, epochSec, quote }: VaultNow): string {
  const { reason, driftPips, bandPips, elapsedSec } = plan
  const drift = formatAmount(driftPips, 'pips')
  const band = formatAmount(bandPips, 'pips')
  switch (reason) {
    case 'none':
      return describeTrade(plan, quote)
    case 'no-parameters':
      return 'It does not trade: it finds no parameters for its market.'
    case 'price-unknown':
      return 'It does not trade: the memory of its pool does not reach back over the window of the mean price.'
    case 'price-deviates':
      return 'It does not trade: the price in its pool is too far from its mean. Somebody may have moved it.'
    case 'empty':
      return 'It holds nothing: there is nothing to trade.'
    case 'inside-band':
      return `It waits: the drift of ${drift} is within the band of ${band}. It trades once the drift is above.`
    case 'too-soon': {
      const left = epochSec > elapsedSec ? epochSec - elapsedSec : 0n
      return `It waits: the drift of ${drift} is above the band of ${band}, but the last trade was ${formatDuration(elapsedSec)} ago. It may trade again in ${formatDuration(left)}.`
    }
    case 'trade-too-small':
      return `It waits: the drift of ${drift} is above the band of ${band}, but what it may trade now rounds to nothing.`
  }
}

function describeTrade(plan: VaultPlan, quote: VaultToken): string {
  const { sellsRisky, isCut, tradeQuote, driftPips, bandPips, returnPips } = plan
  const what = `${sellsRisky ? 'sells' : 'buys'} the risky token for ${formatQuote(tradeQuote, quote)}`
  if (isCut) {
    return `It trades as soon as somebody calls: it ${what}, since the exposure is above what CPPI allows.`
  }
  const drift = formatAmount(driftPips, 'pips')
  const band = formatAmount(bandPips, 'pips')
  return `It trades as soon as somebody calls: it ${what}. The drift of ${drift} is above the band of ${band}; nothing takes it further than to a drift of ${formatAmount(returnPips, 'pips')}.`
}

/** A vault with what it paid. */
export interface PaidVault {
  name: string
  quote: VaultToken
  totals: VaultTotals
}

/** Which vault paid what, which ran which risk, and what that says: little. */
export function describeCosts(vaults: readonly PaidVault[], spanSec: bigint): string[] {
  const paid = vaults.filter(({ totals }) => totals.tradeCount > 0)
  const idle = vaults.filter(({ totals }) => totals.tradeCount === 0)
  const dearest = paid.toSorted((a, b) => compare(b.totals.costQuote, a.totals.costQuote))
  const sentences: string[] = []
  if (dearest.length > 0) {
    const list = dearest.map(({ name, quote, totals }) => {
      const count = `${totals.tradeCount} ${totals.tradeCount === 1 ? 'trade' : 'trades'}`
      return `${name}: ${formatQuote(totals.costQuote, quote)} for ${count}`
    })
    sentences.push(`Fees and impact so far, the dearest first. ${list.join('; ')}.`)
  }
  if (idle.length > 0) {
    sentences.push(`No trade, and so no cost: ${idle.map(({ name }) => name).join('; ')}.`)
  }
  const measured = vaults.flatMap(({ name, totals: { meanDriftPips } }) =>
    meanDriftPips === undefined ? [] : [{ name, meanDriftPips }],
  )
  const byDrift = measured.toSorted((a, b) => compare(b.meanDriftPips, a.meanDriftPips))
  const [farthest, nearest] = [byDrift.at(0), byDrift.at(-1)]
  if (farthest !== undefined && nearest !== undefined && farthest !== nearest) {
    const share = (pips: bigint) => formatAmount(pips, 'pips')
    sentences.push(
      `On average ${farthest.name} was farthest from its target, by ${share(farthest.meanDriftPips)}, and ${nearest.name} nearest, by ${share(nearest.meanDriftPips)}. Cost is one side: a drift that stays is the other, and carries risk.`,
    )
  }
  if (spanSec > 0n) {
    sentences.push(
      `This is ${formatDuration(spanSec)} of one market. One day proves nothing about a rule, and luck decides most of the difference in value: a backtest over many days can say more.`,
    )
  }
  return sentences
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
