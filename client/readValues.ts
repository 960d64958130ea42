import type { Address } from 'viem'
import type { Loosening } from '../core/bounds.ts'
import type { Parameters } from '../core/fields.ts'
import { type MarketConfig, toBigints } from '../governance/index.ts'

/** What a market holds besides what was voted (contracts/libraries/MarketTypes.sol). */
export interface MarketState {
  /** The vector in storage; the fallback until there is evidence. What a reader gets is `readValues`. */
  values: Parameters
  /** Time of the block of the latest evidence, unix seconds; 0: no evidence yet. */
  observedAt: bigint
  /** Address of the stored configuration, which reports have to name. */
  config: Address
  isHalted: boolean
  isOnFallback: boolean
  /** A reader gets the fallback until the next report: the market is new, was resumed, or has a new source. */
  isAwaitingEvidence: boolean
  loosening: Loosening
}

/** Where an answer comes from, as the contract's enum `Status` has it. The fallback stands in for all but `Active`. */
type ReadingStatus = 'Active' | 'Stale' | 'Halted' | 'Fallback'

/** What a protocol gets from `parameters`. */
export interface ValuesReading {
  values: Parameters
  status: ReadingStatus
  /** Of the latest evidence, seconds; undefined: there was none yet. */
  ageSec: bigint | undefined
}

/** A market's state from what viem reads of `marketState`. */
export function fromAbiState(state: object): MarketState {
  return toBigints(state) as MarketState
}

/**
 * What the contract's `parameters` answers at a time, from state and configuration: also the values from which the steps
 * of a push at that time start.
 *
 * @param nowAt - Time of the block, unix seconds.
 */
export function readValues(
  { values, observedAt, isHalted, isOnFallback, isAwaitingEvidence }: MarketState,
  { fallbackVector, freshness }: Pick<MarketConfig, 'fallbackVector' | 'freshness'>,
  nowAt: bigint,
): ValuesReading {
  const ageSec = observedAt === 0n ? undefined : nowAt - observedAt
  const answer = (status: ReadingStatus): ValuesReading => {
    return { values: status === 'Active' ? values : fallbackVector, status, ageSec }
  }
  // The contract's order: whoever halts a market wants to see that it stands still.
  if (isHalted) return answer('Halted')
  if (isOnFallback || isAwaitingEvidence || ageSec === undefined) return answer('Fallback')
  return answer(ageSec > freshness.maxAgeSec ? 'Stale' : 'Active')
}
