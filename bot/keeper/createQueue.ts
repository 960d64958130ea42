import type { Address } from 'viem'
import type { ActionDraft, KeptVault } from './actionErrand.ts'
import type { VaultReading } from './readVault.ts'

/** A vault and what it says. */
export interface VaultDue {
  vault: KeptVault
  reading: VaultReading
}

/** Actions that a vault may have in a round; a cut may need several trades. */
const CUTS_A_ROUND = 3
/** How long a vault is left alone whose action was refused, seconds: twice as long each time, up to the most. */
const FIRST_REST_SEC = 15
const LONGEST_REST_SEC = 600
/** A cut is tried again sooner. */
const LONGEST_CUT_REST_SEC = 60

export type Queue = ReturnType<typeof createQueue>

/**
 * The order in which vaults are served. Cuts go first, then what has no drift (an expiry, a range, an order), then the
 * largest drift for its band. All within rounds: a vault that had its actions of the round comes after those that are
 * due and had not. So a vault with something due all the time keeps none from being served, and neither does one whose
 * actions are refused: it is left alone for a while.
 *
 * @param clock - Unix seconds.
 */
export function createQueue(clock: () => number) {
  const served = new Map<Address, number>()
  const resting = new Map<Address, { refusals: number; sinceAt: number }>()

  const hasTurn = ({ vault, reading }: VaultDue) => {
    const most = reading.action === 'cut' ? CUTS_A_ROUND : 1
    return (served.get(vault.address) ?? 0) < most
  }
  const isResting = ({ vault, reading }: VaultDue) => {
    const rest = resting.get(vault.address)
    if (rest === undefined) return false
    const longestSec = reading.action === 'cut' ? LONGEST_CUT_REST_SEC : LONGEST_REST_SEC
    const restSec = Math.min(FIRST_REST_SEC * 2 ** (rest.refusals - 1), longestSec)
    return clock() - rest.sinceAt < restSec
  }
  return {
    /** What to send, the first first; the next is for when the one before is refused. */
    order(dues: readonly VaultDue[]): ActionDraft[] {
      const awake = dues.filter((due) => due.reading.action !== 'none' && !isResting(due))
      if (!awake.some(hasTurn)) served.clear()
      return awake
        .toSorted((a, b) => Number(hasTurn(b)) - Number(hasTurn(a)) || compareUrgency(a, b))
        .map(({ vault, reading: { action, signedReport } }) => ({ vault, action, signedReport }))
    },
    noteSent(vault: Address): void {
      served.set(vault, (served.get(vault) ?? 0) + 1)
    },
    /** An action of a vault was refused before it was sent, or reverted in a block. */
    noteRefused(vault: Address): void {
      const refusals = (resting.get(vault)?.refusals ?? 0) + 1
      resting.set(vault, { refusals, sinceAt: clock() })
    },
    noteTaken(vault: Address): void {
      resting.delete(vault)
    },
  }
}

/** Below 0: `a` goes first. */
function compareUrgency(a: VaultDue, b: VaultDue): number {
  const rank = rankAction(a.reading) - rankAction(b.reading)
  if (rank !== 0) return rank
  // drift / band, without rounding: each side times the other's band. A band of 0 is the narrowest there is.
  const left = b.reading.driftPips * atLeastOne(a.reading.bandPips)
  const right = a.reading.driftPips * atLeastOne(b.reading.bandPips)
  return left === right ? 0 : left < right ? -1 : 1
}

function rankAction({ action }: VaultReading): number {
  if (action === 'cut') return 0
  return action === 'trade' ? 2 : 1
}

function atLeastOne(pips: bigint): bigint {
  return pips > 0n ? pips : 1n
}
