import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { observationFields, parameterFields } from '../../core/index.ts'
import { createQueryClient, fetchEvidence, fetchLatestEvidence } from '../../query/index.ts'
import { encodePortfolio } from './support/emitter.ts'
import { accountOf, at } from './support/fixture.ts'
import { formatPeriodId } from './support/ids.ts'
import { type Entity, IndexReader } from './support/indexReader.ts'
import { type ChainLog, encodeLog, LogChain, startIndexOf } from './support/logChain.ts'
import { createConfig, sourceOne } from './support/marketConfig.ts'
import { createPoolEvents, encodeUpdate, oneId, STORY_AT } from './support/marketStory.ts'

const patience = 300_000
const signer = accountOf(1)
/** Its first report comes in the block of the vote that names it. */
const lateEvidence = accountOf(0xa9)
const stranger = accountOf(0xaa)
const kinds = { none: 0, proven: 1, both: 2 }

/** The state's words, the lowest bits first: contracts/interfaces/IProvenEvidence.sol. */
const segment = STORY_AT / 120n + 17n
const state: readonly [bigint, bigint] = [
  segment |
    ((segment - 15n) << 28n) |
    (BigInt.asUintN(56, -7_000_000_000_001n) << 56n) |
    (BigInt.asUintN(32, -201_400n * 256n - 3n) << 112n) |
    (31_000_000_000_000n << 144n) |
    (50_000_000_001n << 208n),
  42_000_000_000_000_000n |
    (10_000_000_000_000n << 64n) |
    (60_000_000_002n << 128n) |
    (1_000n << 176n) |
    (250_000n << 216n) |
    (30n << 243n),
]
/** Nothing is below 0, and no earlier fee is kept. */
const youngState: readonly [bigint, bigint] = [
  segment | ((segment - 15n) << 28n) | (5n << 56n) | (6n << 112n),
  (7n << 128n) | (1_000n << 176n),
]

const measured = (
  address = at.Evidence,
  kind: keyof typeof kinds = 'proven',
  words = state,
): ChainLog =>
  encodeLog('Evidence', 'Measured', { marketId: oneId, kind: kinds[kind], state: words }, address)

const reportersSet = (newReporters: readonly string[]) =>
  encodeLog('RiskParameters', 'ReportersSet', {
    marketId: oneId,
    oldReporters: [],
    oldThreshold: 1,
    newReporters,
    newThreshold: 1,
  })

/** The end of the segment that the proven reports are of. */
const endAt = STORY_AT + 2_040n

let dir: string
let chain: LogChain
let index: Awaited<ReturnType<typeof startIndexOf>>
let reader: IndexReader

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gimbal-evidence-'))
  // Postgres may run as another user.
  await chmod(dir, 0o755)
  chain = await LogChain.start(dir, STORY_AT - 10n)
  await play()
  index = await startIndexOf(chain, dir)
  reader = new IndexReader(index.url)
  await reader.waitFor(await chain.client.getBlock())
}, patience)

afterAll(async () => {
  await index?.stop()
  await chain?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

async function play(): Promise<void> {
  const config = { ...createConfig(sourceOne), reporters: [signer, at.Evidence] }
  await chain.setCode(at.Vault, encodePortfolio([10_000_000_000_000n, 0n, 0n]))
  const pool = createPoolEvents(at.Pool)
  await chain.mineAt(STORY_AT - 5n, pool.begin())
  await chain.mineAt(STORY_AT, [
    encodeLog('RiskParameters', 'MarketAdded', { marketId: oneId, config }),
  ])
  for (let second = 60n; second <= 2_040n; second += 60n) await chain.mineAt(STORY_AT + second)
  const update = encodeUpdate({ observedAt: endAt })
  const mine = (second: bigint, ...calls: Parameters<LogChain['mineCallsAt']>[1]) =>
    chain.mineCallsAt(endAt + second, calls)
  await mine(1n, [encodeUpdate({ observedAt: endAt + 1n })])
  await mine(2n, [measured(at.Evidence, 'none', youngState)])
  await mine(3n, [measured()], [update])
  await mine(4n, [measured(at.Evidence, 'both')], [update])
  // One measurement has one update: the second is signed, and so is one that comes before it.
  await mine(5n, [measured()], [update, update])
  await mine(6n, [update], [measured(at.Evidence, 'none')])
  // Of another transaction.
  await mine(7n, [encodeUpdate({})])
  await mine(8n, [measured(stranger)], [update])
  // graph-node tells the first events of a contract after all others of the block that names it.
  await mine(9n, [measured(lateEvidence)], [reportersSet([signer, lateEvidence]), update])
  await mine(10n, [reportersSet([signer, lateEvidence]), update], [measured(lateEvidence, 'none')])
  await mine(21n, [measured(at.Evidence)], [update])
  await mine(22n, [measured(lateEvidence)], [update])
}

/** As many pips of the index's figure, rounded towards zero; null: there is no share of 0. */
function comparePips(told: unknown, own: unknown): string | null {
  const [a, b] = [BigInt(told as string), BigInt(own as string)]
  if (a === b) return '0'
  return b === 0n ? null : `${((a - b) * 1_000_000n) / b}`
}

const figureNames: Readonly<Record<(typeof observationFields)[number], string>> = {
  baseFeePerGas: 'baseFeePips',
  gasUsedRatioPips: 'gasUsedRatioPips',
  nativePriceUsd6: 'nativePricePips',
  depthUsd6: 'depthPips',
  depthRefUsd6: 'depthRefPips',
  varianceWad: 'variancePips',
  navUsd6: 'navPips',
  dataFeeWei: 'dataFeePips',
  curvaturePips: 'curvaturePips',
  horizonSec: 'horizonPips',
}
const targetName = (field: string) => field.replace(/(Usd|Sec|E3|Pips)$/, 'Pips')

describe('evidence in graph-node', { timeout: patience }, () => {
  test('P-184 each update has the kind of its evidence: one measurement by a reporter of the market, before it in its transaction', async () => {
    const updates = await reader.readAll('parametersUpdates')
    const measurements = new Map((await reader.readAll('measurements')).map((row) => [row.id, row]))
    expect(updates.map(({ evidenceKind }) => evidenceKind)).toEqual([
      'SIGNED', // alone
      'PROVEN',
      'BOTH',
      ...['PROVEN', 'SIGNED'], // two updates, one measurement
      'SIGNED', // before a measurement for nothing
      'SIGNED', // in another transaction than the last measurement
      'SIGNED', // beside a stranger's measurement
      'PROVEN', // in the block of the vote
      'SIGNED',
      'SIGNED', // beside one that is no reporter any more
      'PROVEN',
    ])
    for (const { evidenceKind, measurement, transactionHash } of updates) {
      const own = measurements.get(measurement)
      expect(own?.kind).toBe(evidenceKind === 'SIGNED' ? undefined : evidenceKind)
      if (own !== undefined) expect(own.transactionHash).toBe(transactionHash)
    }
    const linked = updates.map(({ measurement }) => measurement).filter((id) => id !== null)
    expect(new Set(linked).size).toBe(5)
    expect(await reader.readAll('skippedFacts')).toEqual([])
  })

  test('P-184 what a measurement keeps is stored figure by figure, and only while its contract is a reporter', async () => {
    const measurements = await reader.readAll('measurements')
    expect(measurements.map(({ reporter, kind }) => [reporter, kind])).toEqual([
      [at.Evidence, 'NONE'],
      [at.Evidence, 'PROVEN'],
      [at.Evidence, 'BOTH'],
      [at.Evidence, 'PROVEN'],
      [at.Evidence, 'NONE'],
      [lateEvidence, 'PROVEN'],
      [lateEvidence, 'NONE'],
      [lateEvidence, 'PROVEN'],
    ])
    const [young, full] = measurements
    expect(full).toMatchObject({
      market: oneId,
      segmentEndAt: `${endAt}`,
      firstSegmentEndAt: `${endAt - 15n * 120n}`,
      tickSum: '-7000000000001',
      meanTickQ8: `${-201_400 * 256 - 3}`,
      depthRefUsd6: '31000000000000',
      varianceWad: '42000000000000000',
      navUsd6: '10000000000000',
      curvaturePips: '250000',
      latestBaseFeePerGas: '60000000002',
      latestFeeBlockNumber: '1000',
      earlierBaseFeePerGas: '50000000001',
      earlierFeeBlockNumber: '970',
    })
    expect(young).toMatchObject({
      tickSum: '5',
      meanTickQ8: '6',
      navUsd6: '0',
      latestBaseFeePerGas: '7',
      earlierBaseFeePerGas: null,
      earlierFeeBlockNumber: null,
    })
    const { market } = await reader.query<{ market: Entity }>(
      `{ market(id: "${oneId}") { latestMeasurement { id } } }`,
    )
    expect(market).toEqual({ latestMeasurement: { id: measurements.at(-1)?.id } })
    const reporters = await reader.readAll('reporters')
    expect(reporters.map(({ id }) => id).toSorted()).toEqual([signer, at.Evidence, lateEvidence])
  })

  test("P-184 an update's figures and targets beside the index's own of the same end, and how far apart", async () => {
    const byId = async (name: string) =>
      new Map((await reader.readAll(name)).map((row) => [row.id, row]))
    const [updates, observations, vectors, differences] = await Promise.all(
      ['parametersUpdates', 'observations', 'parameterVectors', 'evidenceDifferences'].map(byId),
    )
    const own = observations?.get(formatPeriodId(endAt - 120n, oneId)) as Entity
    expect(own.refusedField).toBe(null)
    // One names a time of which the index has no observation.
    expect(differences?.size).toBe((updates?.size ?? 0) - 1)
    for (const [id, update] of updates ?? []) {
      const difference = differences?.get(id)
      expect(update.difference).toBe(difference === undefined ? null : id)
      if (difference === undefined) continue
      expect(difference.observation).toBe(own.id)
      expect(difference.evidenceKind).toBe(update.evidenceKind)
      for (const field of observationFields) {
        const isRatio = field === 'gasUsedRatioPips'
        const points = `${BigInt(update[field] as string) - BigInt(own[field] as string)}`
        const expected = isRatio ? points : comparePips(update[field], own[field])
        expect([field, difference[figureNames[field]]]).toEqual([field, expected])
      }
      const target = vectors?.get(update.target) as Entity
      const apart = parameterFields.map((field) => {
        const ownField = `target${field.charAt(0).toUpperCase()}${field.slice(1)}`
        const expected = comparePips(target[field], own[ownField])
        expect([field, difference[targetName(field)]]).toEqual([field, expected])
        return expected
      })
      const sizes = apart.map((pips) => Math.abs(Number(pips)))
      expect(difference.largestTargetPips).toBe(
        apart.includes(null) ? null : `${Math.max(...sizes)}`,
      )
    }
  })

  test('P-184 the same by query/, of the latest update and by ids', async () => {
    const client = createQueryClient({ url: index.url, retries: 0 })
    const updates = await reader.readAll('parametersUpdates')
    const ids = updates.map(({ id }) => id as Hex)
    const found = await fetchEvidence(client, ids)
    expect([...found.keys()].toSorted()).toEqual(ids)
    expect(await fetchLatestEvidence(client, oneId)).toEqual(found.get(ids.at(-1) as Hex))
    const differences = await reader.readAll('evidenceDifferences')
    for (const { id, evidenceKind, difference, ...update } of updates) {
      const evidence = found.get(id as Hex)
      expect(evidence?.kind).toBe(String(evidenceKind).toLowerCase())
      expect(`${evidence?.observation.depthUsd6}`).toBe(update.depthUsd6)
      expect(evidence?.difference === undefined).toBe(difference === null)
      const stored = differences.find((row) => row.id === difference)
      if (stored === undefined) continue
      for (const field of observationFields) {
        const pips = evidence?.difference?.observation[field]
        expect([field, pips?.toString() ?? null]).toEqual([field, stored[figureNames[field]]])
      }
      for (const field of parameterFields) {
        const pips = evidence?.difference?.target[field]
        expect([field, pips?.toString() ?? null]).toEqual([field, stored[targetName(field)]])
      }
      expect(evidence?.own?.endAt).toBe(endAt)
    }
    expect(found.get(ids.at(-1) as Hex)?.kept).toEqual({
      reporter: lateEvidence,
      segmentEndAt: endAt,
      firstSegmentEndAt: endAt - 15n * 120n,
    })
  })

  test('behavior: figures and targets that are the same are 0 apart, and of 0 there is no share', async () => {
    const differences = await reader.readAll('evidenceDifferences')
    const [first] = differences
    expect(first).toMatchObject({ navPips: '0', dataFeePips: null })
    const signs = Object.values(figureNames).map((name) => Number(first?.[name] ?? 0))
    expect([signs.some((pips) => pips > 0), signs.some((pips) => pips < 0)]).toEqual([true, true])
  })
})
