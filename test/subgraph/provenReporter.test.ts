import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address, Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { provenReporterAbi } from '../../abi/index.ts'
import { type KeptState, unpackKeptState } from '../../observation/proven/index.ts'
import { createQueryClient, fetchEvidence, fetchLatestEvidence } from '../../query/index.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { type MeasuredChain, startMeasuredChain } from '../verify/support/measuredChain.ts'
import { createProvenMarket } from '../verify/support/provenMarket.ts'
import { type Entity, IndexReader } from './support/indexReader.ts'
import { startIndexOf } from './support/logChain.ts'

const patience = 300_000
const PUSHES = 3

let dir: string
let chain: MeasuredChain
let reporter: Address
let index: Awaited<ReturnType<typeof startIndexOf>>
let reader: IndexReader

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gimbal-proven-'))
  // Postgres may run as another user.
  await chmod(dir, 0o755)
  chain = await startMeasuredChain()
  const market = createProvenMarket(chain)
  // A signed update first: the market takes signatures until the vote.
  await chain.passToEpoch()
  await chain.push(await chain.measure())
  reporter = await market.deploy('ProvenReporter')
  await market.setReporters([reporter], 1)
  await market.trade(16)
  await market.measure(reporter)
  for (let push = 0; push < PUSHES; push += 1) {
    await market.trade(10)
    await market.push(reporter)
  }
  const { governance, venue } = chain.addresses
  index = await startIndexOf({ rpcUrl: chain.network.rpcUrl }, dir, {
    RiskParameters: governance.riskParameters,
    Governor: governance.governor,
    Token: governance.token,
    Timelock: governance.timelock,
    Pool: venue.pool,
  })
  reader = new IndexReader(index.url)
  await reader.waitFor(await chain.client.getBlock())
}, patience)

afterAll(async () => {
  await index?.stop()
  await chain?.stop()
  if (dir !== undefined) await rm(dir, { recursive: true, force: true })
})

/** What the contract keeps after a block. */
async function readState(blockNumber: bigint): Promise<KeptState> {
  const words = await chain.client.readContract({
    address: reporter,
    abi: provenReporterAbi,
    functionName: 'stateWords',
    blockNumber,
  })
  const state = unpackKeptState(words)
  if (state === undefined) throw new Error(`nothing is kept at block ${blockNumber}`)
  return state
}

describe('a real reporter that measures for itself in graph-node', { timeout: patience }, () => {
  test('P-184 its updates are proven, and those before it signed', async () => {
    const updates = await reader.readAll('parametersUpdates')
    const proven = Array(PUSHES).fill('PROVEN')
    expect(updates.map(({ evidenceKind }) => evidenceKind)).toEqual(['SIGNED', ...proven])
    const latest = await fetchLatestEvidence(createQueryClient({ url: index.url }), LOCAL_MARKET_ID)
    expect(latest).toMatchObject({ id: updates.at(-1)?.id, kind: 'proven' })
    expect(latest?.kept?.reporter).toBe(reporter.toLowerCase())
  })

  test('P-184 what it keeps is stored as the contract tells it, after each measurement', async () => {
    const measurements = await reader.readAll('measurements')
    expect(measurements.map(({ kind }) => kind)).toEqual(['NONE', ...Array(PUSHES).fill('PROVEN')])
    const { source } = await chain.client.readContract({
      address: reporter,
      abi: provenReporterAbi,
      functionName: 'settings',
    })
    for (const measurement of measurements) {
      const state = await readState(BigInt(measurement.blockNumber as string))
      const endOf = (segment: bigint) => `${segment * 120n + BigInt(source.segmentOffsetSec)}`
      expect(measurement).toMatchObject({
        reporter: reporter.toLowerCase(),
        segmentEndAt: endOf(state.segment),
        firstSegmentEndAt: endOf(state.firstSegment),
        tickSum: `${state.tickSum}`,
        meanTickQ8: `${state.meanTickQ8}`,
        depthRefUsd6: `${state.depthRefUsd6}`,
        varianceWad: `${state.varianceWad}`,
        navUsd6: `${state.navUsd6}`,
        curvaturePips: `${state.curvaturePips}`,
        latestBaseFeePerGas: `${state.latest?.baseFeePerGas}`,
        latestFeeBlockNumber: `${state.latest?.blockNumber}`,
        earlierBaseFeePerGas: state.earlier ? `${state.earlier.baseFeePerGas}` : null,
        earlierFeeBlockNumber: state.earlier ? `${state.earlier.blockNumber}` : null,
      })
    }
    expect(measurements.at(-1)?.earlierFeeBlockNumber).not.toBe(null)
  })

  test("P-184 the index's own observation of the same end stands beside a proven one", async () => {
    const updates = await reader.readAll('parametersUpdates')
    const found = await fetchEvidence(
      createQueryClient({ url: index.url }),
      updates.map(({ id }) => id as Hex),
    )
    const [signed, ...proven] = updates.map(({ id }) => found.get(id as Hex))
    // Honest signers sign what the index measures.
    expect(signed?.difference?.largestTargetPips).toBe(0n)
    expect(Object.values(signed?.difference?.observation ?? {})).toEqual(Array(10).fill(0n))
    expect(proven).toHaveLength(PUSHES)
    for (const evidence of proven) {
      // A proven report is of the end of the last segment, and so is the observation beside it.
      expect(evidence?.own?.endAt).toBe(evidence?.observedAt)
      // The pool's memory and the index's segments have the same price, and depth up to the windows of its slow median.
      expect(evidence?.difference?.observation.curvaturePips).toBe(0n)
      const depthPips = Number(evidence?.difference?.observation.depthUsd6)
      expect(Math.abs(depthPips)).toBeLessThan(50_000)
      expect(evidence?.difference?.largestTargetPips).toBeGreaterThan(0n)
    }
  })

  test('default: the question of docs/subgraph.md, the farthest first', async () => {
    const page = await readFile(new URL('../../docs/subgraph.md', import.meta.url), 'utf8')
    const question = /```graphql\n([^`]*evidenceDifferences[^`]*)```/.exec(page)?.[1] ?? ''
    const { evidenceDifferences: rows } = await reader.query<{ evidenceDifferences: Entity[] }>(
      question,
    )
    expect(rows).toHaveLength(PUSHES)
    const largest = rows.map(({ largestTargetPips }) => Number(largestTargetPips))
    expect(largest).toEqual(largest.toSorted((a, b) => b - a))
    expect(largest[0]).toBeGreaterThan(0)
  })
})
