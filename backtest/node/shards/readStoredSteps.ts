import { zstdDecompressSync } from 'node:zlib'
import { parquetReadObjects } from 'hyparquet'
import { parameterFields } from '../../../core/index.ts'
import type { StepRecord } from '../../outcome.ts'
import { getResultPath, type RunPlace } from '../resultPath.ts'
import type { Store } from './store/store.ts'

const compressors = { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) }

/** The steps of a rule as a store has them, part by part, in order of time. */
export async function* readStoredSteps(
  store: Store,
  place: RunPlace,
  ruleId: string,
): AsyncGenerator<StepRecord[]> {
  const { run, market } = place
  const sample = getResultPath({ folder: '', run, market }, 'steps', ruleId, 0)
  const prefix = sample.replaceAll('\\', '/').replace(/date=[^/]*\/part\.parquet$/, '')
  for (const key of await store.list(prefix)) {
    const bytes = await store.get(key)
    // A part that another program removes meanwhile is missing in a chart, not in a result.
    if (bytes === undefined) continue
    const file = new Uint8Array(bytes).buffer
    const rows = await parquetReadObjects({ file, compressors })
    yield rows.map((row) => toStep(row as Record<string, unknown>, ruleId))
  }
}

function toStep(row: Record<string, unknown>, ruleId: string): StepRecord {
  const read = (name: string) => Number(row[name])
  const isPolicy = parameterFields.some((field) => row[field] != null)
  return {
    at: read('at'),
    ruleId,
    navUsd6: read('navUsd6'),
    exposureUsd6: read('exposureUsd6'),
    targetUsd6: read('targetUsd6'),
    amountUsd6: read('amountUsd6'),
    feeUsd6: read('feeUsd6'),
    impactUsd6: read('impactUsd6'),
    gasUsd6: read('gasUsd6'),
    riskUsd6: read('riskUsd6'),
    parameters: isPolicy ? parameterFields.map((field) => read(field)) : undefined,
  }
}
