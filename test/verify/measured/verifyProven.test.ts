import type { Address } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readHeader } from '../../../client/evidence/readHeader.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import type { Evidence } from '../../../verify/evidence.ts'
import type { Measurement, Update } from '../../../verify/readUpdates.ts'
import { verifyUpdate } from '../../../verify/verifyUpdate.ts'
import { type MeasuredChain, startMeasuredChain } from '../support/measuredChain.ts'
import { createProvenMarket, MIN_FEE_AGE_BLOCKS } from '../support/provenMarket.ts'

const patience = 600_000
const SEGMENT_SEC = 120n
const { trader, operator } = localAccounts

let chain: MeasuredChain
let market: ReturnType<typeof createProvenMarket>
let reporter: Address

beforeAll(async () => {
  chain = await startMeasuredChain()
  market = createProvenMarket(chain)
  reporter = await market.deploy('ProvenReporter')
  await market.setReporters([reporter], 1)
  await market.trade(12)
}, patience)

afterAll(async () => {
  await chain?.stop()
})

const listDifferences = async (evidence: Evidence, update: Update) =>
  (await verifyUpdate(evidence, update)).flatMap(({ name, differences }) =>
    differences.map((difference) => `${name}: ${difference}`),
  )

async function verifyLatest() {
  const { evidence, update } = await chain.readLatest()
  expect(update.evidenceKind).toBe('proven')
  const steps = await verifyUpdate(evidence, update)
  const textOf = (name: string) => steps.find((step) => step.name === name)?.text ?? ''
  return { update, steps, textOf, differences: steps.flatMap((step) => step.differences) }
}

/** The next block comes a second after the next segment begins. */
async function jumpOverBoundary(): Promise<void> {
  const { timestamp } = await chain.client.getBlock()
  const next = timestamp - (timestamp % SEGMENT_SEC) + SEGMENT_SEC + 1n
  await chain.client.setNextBlockTimestamp({ timestamp: next })
}

describe('verifyUpdate of a proven update', { timeout: patience }, () => {
  test('P-183 a proven update is rebuilt from the chain alone, to the bit, with what its contract kept', async () => {
    await market.measure(reporter)
    await market.trade(11)
    await market.push(reporter)
    const { update, steps, textOf, differences } = await verifyLatest()
    expect(differences).toEqual([])
    expect(steps.map(({ name }) => name)).toEqual([
      ...['evidence', 'observation', 'portfolio', 'kept', 'core', 'target (Wasm)'],
      ...['target (EVM)', 'read before', 'bounds (Wasm)', 'bounds (EVM)', 'stored'],
    ])
    expect(textOf('evidence')).toMatch(/^proven, signed by nobody: 0x/)
    expect(textOf('observation')).toContain('events since: baseFeePerGas')
    expect(textOf('portfolio')).toContain(`told at the end of block ${update.blockNumber}`)
    expect(textOf('kept')).toContain('; with 1 measurement without a report before it')
    expect(update.observation.gasUsedRatioPips).toBeLessThan(1_000_000n)
  })

  test('behavior: the base fee of a header stands in for a kept one, also where nobody sees it', async () => {
    const push = async (send: (header: `0x${string}`) => Promise<unknown>) => {
      await market.trade(11)
      const number = (await chain.client.getBlock()).number
      await send(await readHeader(chain.client, number - BigInt(MIN_FEE_AGE_BLOCKS) - 2n))
      return (await verifyLatest()).differences
    }
    expect(await push((header) => market.pushWithHeader(reporter, header))).toEqual([])
    const passOn = (header: string) => market.passOn(reporter, 'pushWithHeader', 0n, header)
    expect(await push(passOn)).toEqual([])
    await market.trade(11)
    await market.passOn(reporter, 'push', 0n)
    expect((await verifyLatest()).differences).toEqual([])
  })

  test('behavior: what its block did to the pool before it counts, and what came after it does not', async () => {
    await market.trade(11)
    await jumpOverBoundary()
    const swap = [trader, chain.toSwap(9_000_000_000_000n)] as const
    await market.sendInOneBlock([swap, [operator, market.toPush(reporter)], swap])
    expect((await verifyLatest()).differences).toEqual([])
    // A segment that ends after the block before.
    await market.trade(11)
    await jumpOverBoundary()
    await market.push(reporter)
    expect((await verifyLatest()).differences).toEqual([])
  })

  test('behavior: what the portfolio told within the block is found', async () => {
    await market.replacePortfolio()
    const gain = [trader, market.toGain()] as const
    const push = [operator, market.toPush(reporter)] as const
    await market.trade(11)
    await market.sendInOneBlock([push, gain])
    const before = await verifyLatest()
    expect(before.differences).toEqual([])
    expect(before.textOf('portfolio')).toContain(
      `told at the end of block ${before.update.blockNumber - 1n}`,
    )
    await market.trade(11)
    await market.sendInOneBlock([gain, push, gain])
    const within = await verifyLatest()
    expect(within.differences).toEqual([])
    expect(within.textOf('portfolio')).toContain('told within the transaction, by its trace')
    // It is worth more each second, and a measurement without a report does not let it rise.
    await market.trade(3)
    await market.measure(reporter)
    await market.trade(8)
    await market.push(reporter)
    const after = await verifyLatest()
    expect(after.differences).toEqual([])
    expect(after.textOf('kept')).toContain('with 1 measurement without a report')
  })

  test('behavior: a lean contract, and one that values what the portfolio holds', async () => {
    for (const change of [{ isLean: true }, { valuesHoldings: true }]) {
      const other = await market.deploy('ProvenReporter', change)
      await market.setReporters([other], 1)
      await market.measure(other)
      await market.trade(11)
      await market.push(other)
      const { differences, update } = await verifyLatest()
      expect(differences).toEqual([])
      if ('valuesHoldings' in change) expect(update.observation.curvaturePips).toBe(0n)
    }
    await market.setReporters([reporter], 1)
    await market.trade(11)
    await market.push(reporter)
  })

  test('P-183 whatever is otherwise than the chain gives is named', async () => {
    const { evidence, update } = await chain.readLatest()
    expect(await listDifferences(evidence, update)).toEqual([])
    const { observation, observedAt, observedBlockNumber } = update
    for (const [field, step] of [
      ...['baseFeePerGas', 'gasUsedRatioPips', 'nativePriceUsd6', 'depthUsd6'].map(
        (one) => [one, 'observation'] as const,
      ),
      ...['depthRefUsd6', 'varianceWad'].map((one) => [one, 'observation'] as const),
      ...['navUsd6', 'curvaturePips', 'horizonSec', 'dataFeeWei'].map(
        (one) => [one, 'portfolio'] as const,
      ),
    ]) {
      const figure = observation[field as keyof typeof observation]
      const changed = { ...observation, [field]: figure + 1n }
      const found = await listDifferences(evidence, { ...update, observation: changed })
      expect(found).toContain(`${step}: ${field}: stored ${figure + 1n}, computed ${figure}`)
    }
    expect(await listDifferences(evidence, { ...update, observedAt: observedAt - 1n })).toContain(
      `evidence: observedAt: stored ${observedAt - 1n}, computed ${observedAt}`,
    )
    const earlier = observedBlockNumber - 1n
    expect(await listDifferences(evidence, { ...update, observedBlockNumber: earlier })).toContain(
      `evidence: observed block: stored ${earlier}, computed ${observedBlockNumber}`,
    )
  })

  test('P-183 a state that was kept otherwise is named, whatever bit it is, also without a report', async () => {
    const { evidence, update } = await chain.readLatest()
    const { measurements } = evidence.market
    const own = measurements.at(-1) as Measurement
    const change = (one: Measurement, word: 0 | 1, bit: bigint): Evidence => {
      const [first, second] = one.words
      const words: [bigint, bigint] =
        word === 0 ? [first ^ (1n << bit), second] : [first, second ^ (1n << bit)]
      const changed = measurements.map((each) => (each === one ? { ...one, words } : each))
      return { ...evidence, market: { ...evidence.market, measurements: changed } }
    }
    for (const [word, bit] of [
      [0, 0n],
      [0, 60n],
      [0, 150n],
      [0, 255n],
      [1, 3n],
      [1, 130n],
      [1, 255n],
    ] as const) {
      const found = await listDifferences(change(own, word, bit), update)
      expect(found.filter((line) => line.startsWith('kept: '))).not.toEqual([])
    }
    const { updates } = evidence.market
    const first = updates[0] as Update
    const silent = measurements[0] as Measurement
    expect(await listDifferences(change(silent, 1, 3n), first)).toContainEqual(
      expect.stringMatching(`^kept: words in block ${silent.blockNumber}: stored 0x`),
    )
  })

  test('behavior: the price of the native coin may come from a pool of its own', async () => {
    await market.splitNativePool()
    const other = await market.deploy('ProvenReporter')
    await market.setReporters([other], 1)
    await market.trade(36)
    await market.measure(other)
    await market.trade(6)
    await market.push(other)
    const { differences, textOf } = await verifyLatest()
    expect(differences).toEqual([])
    expect(textOf('observation')).toMatch(/^10 times of 0x\w+ by .* since and 0x\w+ by .* since: /)
    // The contract that was deployed before measures another source now.
    const { evidence, update } = await chain.readLatest()
    const { sources } = evidence.market
    const before = { ...evidence, market: { ...evidence.market, sources: sources.slice(0, 1) } }
    expect(await listDifferences(before, update)).toContainEqual(
      expect.stringMatching(/^evidence: source nativePool: stored 0x\w+, computed 0x/),
    )
  })
})
