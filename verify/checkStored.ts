import { type Parameters, parameterFields } from '../core/index.ts'
import { compare, compareParameters, createStep, formatParameters, type Step } from './compare.ts'
import type { Evidence } from './evidence.ts'
import { readState } from './readState.ts'
import { isBefore, type MarketRecord, type Update } from './readUpdates.ts'
import { listBlock, replayBlock, type Start } from './replayBlock.ts'

/**
 * Checks what the contract has in storage after the update's block: the value, the time of its evidence, that readers
 * get it, and what of the budget is used. Where the block changes the market again, the state at its end shows the last
 * change only: then the value that the next event names as the old one is compared.
 */
export async function checkStored(evidence: Evidence, update: Update, start: Start): Promise<Step> {
  const { market, engines } = evidence
  const { newValues, observedAt, blockNumber } = update
  const next = findNext(market, update)
  if (next !== undefined) {
    const { what, oldValues } = next
    return createStep(
      'stored',
      `${what} follows in block ${blockNumber}`,
      ...(oldValues === undefined ? [] : [compareParameters('value', newValues, oldValues)]),
    )
  }
  const state = await readState(evidence, update.marketId, blockNumber)
  const [engine] = engines
  const replay = engine && (await replayBlock(engine, market, update, start))
  const outcome = replay?.outcome
  return createStep(
    'stored',
    `after block ${blockNumber}: ${formatParameters(state.values)}`,
    compareParameters('value', newValues, state.values),
    compare('observedAt', observedAt, state.observedAt),
    compare('isAwaitingEvidence', state.isAwaitingEvidence, false),
    ...(outcome === undefined || outcome instanceof Error
      ? []
      : [
          compare('last loosening', state.loosening.lastAt, outcome.loosening.lastAt),
          ...parameterFields.map((field) => {
            const computed = outcome.loosening.used[field]
            return compare(`used budget of ${field}`, state.loosening.used[field], computed)
          }),
        ]),
  )
}

/** What else happened to the market's value in the same block, after the update. */
function findNext(
  market: MarketRecord,
  update: Update,
): { what: string; oldValues: Parameters | undefined } | undefined {
  const later = <Item extends Update | MarketRecord['awaits'][number]>(items: readonly Item[]) =>
    listBlock(items, update).find((item) => isBefore(update, item))
  const [pushed, moved, awaits] = [later(market.updates), later(market.moves), later(market.awaits)]
  // After a resume or a new source readers get the fallback: the next event's old value is not this one.
  if (awaits !== undefined) return { what: 'a resume or a new source', oldValues: undefined }
  if (moved !== undefined && (pushed === undefined || isBefore(moved, pushed))) {
    return { what: 'a move of the bounds', oldValues: moved.value.oldValues }
  }
  return pushed && { what: 'another update', oldValues: pushed.oldValues }
}
