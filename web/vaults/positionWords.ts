import { formatDuration } from '../../client/formatDuration.ts'
import type { ActionName } from '../../client/vaults/decodeActed.ts'
import { formatQuote } from '../../client/vaults/formatQuote.ts'
import type { PositionNow } from '../../client/vaults/readVault.ts'
import { formatAmount } from '../../governance/units.ts'

/** What a vault does, after "it". */
const deeds: Readonly<Record<ActionName, string>> = {
  none: 'does nothing',
  trade: 'changes its exposure towards the target',
  cut: 'changes its exposure at once, as it must not wait',
  settle: 'takes in what is due to it',
  roll: 'opens what follows a position that is over',
  recentre: 'puts its range around the price anew',
  order: 'offers its trade to whoever fills it',
  close: 'takes an order back in',
  'top-up': 'puts idle dollars into a margin that is running short',
}

/** An exposure, below 0: short. */
export function formatExposure(quoteAmount: bigint, quote: PositionNow['quote']): string {
  return quoteAmount < 0n ? `-${formatQuote(-quoteAmount, quote)}` : formatQuote(quoteAmount, quote)
}

/** What a position vault would do now, or why it does nothing, in a sentence or two. */
export function describeDue({ due, epochSec, quote }: PositionNow): string {
  const { action, reason, tradeQuote, driftPips, bandPips, elapsedSec } = due
  const drift = formatAmount(driftPips, 'pips')
  const band = formatAmount(bandPips, 'pips')
  const waits = `It waits: the drift of ${drift} is above the band of ${band}, but`
  if (action !== 'none') {
    const size = tradeQuote === 0n ? '' : `, by ${formatExposure(tradeQuote, quote)}`
    return `As soon as somebody calls, it ${deeds[action]}${size}.`
  }
  switch (reason) {
    case 'no-parameters':
      return 'It does nothing: it finds no parameters for its market.'
    case 'price-unknown':
      return 'It does nothing: the memory of its pool does not reach back over the window of the mean price.'
    case 'price-deviates':
      return 'It does nothing: the price in its pool is too far from its mean. Somebody may have moved it.'
    case 'venue-silent':
      return 'It does nothing: a venue does not tell its position or its price.'
    case 'venue-deviates':
      return "It does nothing: a venue's price is too far from the mean price of its pool."
    case 'empty':
      return 'It holds nothing: there is nothing to do.'
    case 'inside-band':
      return `It waits: the drift of ${drift} is within the band of ${band}.`
    case 'too-soon': {
      const left = epochSec > elapsedSec ? epochSec - elapsedSec : 0n
      return `${waits} the last trade was ${formatDuration(elapsedSec)} ago. It may trade again in ${formatDuration(left)}.`
    }
    default:
      return `${waits} what it may trade now rounds to nothing.`
  }
}
