/** The model on both engines: speed of the Wasm core beside the oracle, gas of the twin. */
import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { loadCore, observationFields, policyFields, type Row } from '../core/index.ts'
import { evaluate as evaluateByOracle } from '../test/oracle/model.ts'
import { readVectors } from '../test/oracle/vectors.ts'
import type { Bench, Figure } from './figure.ts'
import { median } from './support/median.ts'
import { measureTwinGas } from './support/twinGas.ts'

const run = promisify(execFile)

const ROUNDS = 9
const BATCH_COPIES = 20

const measureCore: Bench = async () => {
  const rows = (await readVectors()).map(({ observation, policy }) => ({ observation, policy }))
  return [
    ...(await measureSpeed(rows)),
    await measureSize(),
    await measureStartup(),
    ...(await measureTwinGas(rows)),
  ]
}

export default measureCore

/** Single calls, batches and the oracle take turns in every round, so that all see the same machine. */
async function measureSpeed(rows: readonly Row[]): Promise<Figure[]> {
  const core = await loadCore()
  const lanes = toLanes(rows)
  const oracleRows = rows.slice(0, 500)
  const single: number[] = []
  const batch: number[] = []
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    single.push(
      perSecond(rows.length, () => rows.map((r) => core.evaluate(r.observation, r.policy))),
    )
    const batchPerSecond = perSecond(rows.length * BATCH_COPIES, () => core.evaluateLanes(lanes))
    const oraclePerSecond = perSecond(oracleRows.length, () =>
      oracleRows.map((r) => evaluateByOracle(r.observation, r.policy)),
    )
    batch.push(batchPerSecond)
    ratios.push(batchPerSecond / oraclePerSecond)
  }
  return [
    {
      name: 'batch-per-second',
      value: Math.round(median(batch)),
      unit: 'evaluations/s',
      aim: 800_000,
      better: 'higher',
    },
    {
      name: 'single-per-second',
      value: Math.round(median(single)),
      unit: 'evaluations/s',
      better: 'higher',
    },
    {
      name: 'batch-vs-oracle',
      value: Math.round(median(ratios) * 10) / 10,
      unit: 'times',
      aim: 50,
      better: 'higher',
    },
  ]
}

function perSecond(count: number, work: () => unknown): number {
  const start = performance.now()
  work()
  return (count / (performance.now() - start)) * 1_000
}

function toLanes(rows: readonly Row[]): BigUint64Array {
  const lanes = rows.flatMap(({ observation, policy }) => [
    ...observationFields.map((field) => observation[field]),
    ...policyFields.map((field) => policy[field]),
  ])
  const all = new BigUint64Array(lanes.length * BATCH_COPIES)
  for (let copy = 0; copy < BATCH_COPIES; copy++) all.set(lanes, copy * lanes.length)
  return all
}

async function measureSize(): Promise<Figure> {
  const { size } = await stat(new URL('../build/core.wasm', import.meta.url))
  return { name: 'wasm-bytes', value: size, unit: 'bytes', aim: 20_000, better: 'lower' }
}

/** The first load in a fresh process: reading, compiling and instantiating, without Node's own start. */
async function measureStartup(): Promise<Figure> {
  const script = fileURLToPath(new URL('support/startup.ts', import.meta.url))
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const { stdout } = await run(process.execPath, [script])
    times.push(Number(stdout))
  }
  return {
    name: 'startup-ms',
    value: Math.round(median(times) * 100) / 100,
    unit: 'ms',
    aim: 5,
    better: 'lower',
  }
}
