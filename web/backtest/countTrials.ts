import { keccak256, stringToHex } from 'viem'
import { z } from 'zod'
import type { TrialRecord } from '../../backtest/orchestrate/listTrials.ts'

/** Begins the names under which this browser keeps trials, one for each subject. */
const STORAGE_PREFIX = 'gimbal.trials.'

const schema = z.array(z.string().regex(/^0x[0-9a-f]{64}$/))

/**
 * Writes trials down in this browser and counts all that were ever made here of the same subject, by whichever draft: whoever tries
 * ten drafts and proposes the best has tried all ten. `gimbal backtest` counts those of a folder in the same way.
 *
 * @returns how many different ones there are, these included. What a browser does not keep, or somebody has changed, is not counted.
 */
export function countTrials(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  { subject, trials }: TrialRecord,
): number {
  const key = `${STORAGE_PREFIX}${keccak256(stringToHex(subject)).slice(2, 18)}`
  const all = [...new Set([...readTrials(storage, key), ...trials])]
  try {
    storage.setItem(key, JSON.stringify(all))
  } catch {
    // A browser that keeps nothing: these are counted, those before are forgotten.
  }
  return all.length
}

function readTrials(storage: Pick<Storage, 'getItem'>, key: string): string[] {
  try {
    return schema.parse(JSON.parse(storage.getItem(key) ?? '[]'))
  } catch {
    return []
  }
}
