import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { provenReporterAbi } from '../../../abi/evidence.ts'
import {
  type AttackChain,
  type BlockChange,
  feeAges,
  type ReporterName,
} from '../../../bench/support/attacks/attackChain.ts'
import { HONEST_INDEXES, PUSH_INDEX } from '../../../bench/support/attacks/attacks.ts'
import {
  measureCalls,
  pushCalls,
  pushWithHeaderCall,
  transferCall,
} from '../../../bench/support/attacks/calls.ts'
import { formatAttacks } from '../../../bench/support/attacks/formatAttacks.ts'
import { computeAttackReport } from '../../../bench/support/attacks/report.ts'
import {
  honest,
  readKept,
  readSeen,
  runAttack,
  type SeenByAll,
  startAtHonestPush,
} from '../../../bench/support/attacks/runAttacks.ts'
import { readHeader } from '../../../client/evidence/readHeader.ts'
import { placeFigures } from '../../../scripts/reference/placeFigures.ts'
import { Random, testSeed } from '../../generators/random.ts'
import { readSpreads, type Spread } from './support/honestWindows.ts'

const LAST_HONEST = HONEST_INDEXES[1]
/** The first block after E of the attacked push, and after the boundary before it. */
const END = PUSH_INDEX - 5
const BOUNDARY = END - 10

let chain: AttackChain
let base: SeenByAll

beforeAll(async () => {
  chain = await startAtHonestPush()
  base = await runAttack(chain, honest)
})

afterAll(() => chain?.stop())

const during = (from: number, count: number, change: BlockChange) =>
  new Map(Array.from({ length: count }, (_, i) => [from + i, change]))

describe('one block', () => {
  const changes = {
    thin: { liquidityPips: 10_000n },
    fat: { liquidityPips: 100_000_000n },
    dear: { tickShift: -953n },
    cheap: { tickShift: 953n },
  }

  test('P-176 one thin or fat block, or one with another price, moves depth and price to those of another honest window at most', async () => {
    const random = new Random(testSeed())
    const { depthUsd6, nativePriceUsd6 } = await chain.rehearse(async () => {
      await chain.play(PUSH_INDEX)
      return readSpreads(chain)
    })
    const expectWithin = (value: bigint, { min, max }: Spread) => {
      expect(value).toBeGreaterThanOrEqual(min)
      expect(value).toBeLessThanOrEqual(max)
    }
    expectWithin(base.slots.observation.depthUsd6, depthUsd6)
    for (const change of Object.values(changes)) {
      // Either side of the boundary, and anywhere.
      const places = [BOUNDARY - 1, BOUNDARY, LAST_HONEST + 1 + random.below(49)]
      for (const index of places) {
        const seen = await runAttack(chain, { change: () => during(index, 1, change) })
        const { observation } = seen.slots
        expectWithin(observation.depthUsd6, depthUsd6)
        expectWithin(observation.nativePriceUsd6, nativePriceUsd6)
      }
    }
    // Nor does the bound hold by itself: where segments begin elsewhere than slots, a block lies in two of them.
    const change = () => during(BOUNDARY - 1, 1, changes.thin)
    const { minutes } = await runAttack(chain, { change })
    expect(minutes.observation.depthUsd6 * 100n).toBeLessThan(depthUsd6.min * 80n)
  })

  test('P-178 a deposit for one block moves nothing, whatever else is in the block', async () => {
    const kept = (await readKept(chain, 'slots')).navUsd6
    const deposit = [transferCall(chain, 'deposit')]
    const measured = [...deposit, ...measureCalls(chain)]
    const after = () => [transferCall(chain, 'withdraw')]
    for (const calls of [deposit, measured]) {
      const change = () => during(PUSH_INDEX, 1, { calls })
      const { slots } = await runAttack(chain, { change, after })
      expect(slots.observation.navUsd6).toBe(kept)
    }
    // Two loans, one for a measurement, one for the push.
    const loan = [...measured, transferCall(chain, 'withdraw')]
    const twice = new Map([
      [PUSH_INDEX - 25, { calls: loan }],
      [PUSH_INDEX, { calls: deposit }],
    ])
    const { slots } = await runAttack(chain, { change: () => twice, after })
    expect(slots.observation.navUsd6).toBe(kept)
  })

  test('behavior: a deposit that stays counts from the second push on, doubling what counts at each; a withdrawal at once', async () => {
    await chain.rehearse(async () => {
      const calls = [transferCall(chain, 'deposit'), ...pushCalls(chain)]
      await chain.play(PUSH_INDEX, (index) => (index === PUSH_INDEX ? { calls } : undefined))
      const next = PUSH_INDEX + 50
      await chain.play(next, (index) => (index === next ? { calls: pushCalls(chain) } : undefined))
      const { slots } = await readSeen(chain)
      const before = base.slots.observation.navUsd6
      // The price moves what it holds a little meanwhile.
      expect((slots.observation.navUsd6 * 100n) / before).toBeGreaterThan(195n)
      expect((slots.observation.navUsd6 * 100n) / before).toBeLessThan(205n)
      const last = next + 50
      const leave = [transferCall(chain, 'withdraw'), ...pushCalls(chain)]
      await chain.play(last, (index) => (index === last ? { calls: leave } : undefined))
      const { slots: left } = await readSeen(chain)
      expect(left.observation.navUsd6).toBeLessThan(2n * before)
    })
  })
})

describe('the variance', () => {
  /** What one walk may raise it to at most: its weight is span / (span + 11,636). */
  const computeBound = (kept: bigint, start: bigint, span: bigint) => {
    const most = 512n * (kept > start ? kept : start)
    return kept + ((most - kept) * span) / (span + 11_636n)
  }

  test('P-177 one walk raises it by no more than the cap says, however far the price is taken; without a cap it goes further', async () => {
    const before = await readKept(chain, 'slots')
    const { startVarianceWad } = chain.recorded.start
    for (const tickShift of [-953n, 953n, -4_000n, 4_000n]) {
      for (const blocks of [1, 10]) {
        const change = () => during(BOUNDARY, blocks, { tickShift })
        const seen = await runAttack(chain, { change })
        const bound = computeBound(before.varianceWad, startVarianceWad, 5n)
        const { varianceWad } = seen.slots.observation
        expect(varianceWad).toBeLessThanOrEqual(bound)
        expect(varianceWad * 100n).toBeLessThanOrEqual(before.varianceWad * 122n)
        const isCut = seen.uncapped.observation.varianceWad > bound
        if (isCut) expect(varianceWad).toBe(bound)
        if (blocks === 10) expect(isCut).toBe(true)
      }
    }
  })

  test('error: without a cap a price that is taken far enough stops the pushes', async () => {
    const change = () => during(BOUNDARY, 10, { tickShift: 20_000n })
    await expect(runAttack(chain, { change })).rejects.toThrow('no update of uncapped in')
  })

  test('behavior: measuring as often as one can leaves the averages where they were, within 1 %', async () => {
    const change = () => during(LAST_HONEST + 1, 49, { calls: measureCalls(chain) })
    const { slots } = await runAttack(chain, { change })
    const { varianceWad, depthUsd6, nativePriceUsd6 } = slots.observation
    const own = base.slots.observation
    expect(depthUsd6).toBe(own.depthUsd6)
    expect(nativePriceUsd6).toBe(own.nativePriceUsd6)
    const off =
      varianceWad > own.varianceWad ? varianceWad - own.varianceWad : own.varianceWad - varianceWad
    expect(off * 100n).toBeLessThan(own.varianceWad)
  })
})

describe('a push that is kept out of blocks', () => {
  const push = (name: ReporterName) => ({
    address: chain.reporters[name],
    abi: provenReporterAbi,
    functionName: 'push' as const,
    args: [0n] as const,
  })

  test('behavior: an epoch later depth and price are what they would have been', async () => {
    const next = PUSH_INDEX + 50
    const pushAt = (indexes: readonly number[]) =>
      chain.rehearse(async () => {
        const calls = pushCalls(chain)
        await chain.play(next, (index) => (indexes.includes(index) ? { calls } : undefined))
        return readSeen(chain)
      })
    const served = await pushAt([PUSH_INDEX, next])
    const withheld = await pushAt([next])
    for (const field of ['depthUsd6', 'nativePriceUsd6'] as const) {
      expect(withheld.slots.observation[field]).toBe(served.slots.observation[field])
    }
    const [a, b] = [withheld, served].map(({ slots }) => Number(slots.observation.varianceWad))
    expect(Math.abs((a as number) / (b as number) - 1)).toBeLessThan(0.01)
  })

  test('error: after the window of the kept base fee it needs a header, and passes with one', async () => {
    await chain.rehearse(async () => {
      const late = LAST_HONEST + feeAges.maxFeeAgeBlocks
      await chain.play(late)
      await chain.client.simulateContract(push('slots'))
      await chain.play(late + 1)
      await expect(chain.client.simulateContract(push('slots'))).rejects.toThrow('NoEarlierBaseFee')
      const { number } = await chain.client.getBlock()
      const header = await readHeader(chain.client, number - 30n)
      const names = ['slots', 'minutes', 'uncapped'] as const
      const calls = names.map((name) => pushWithHeaderCall(chain, name, header))
      await chain.play(late + 2, () => ({ calls }))
      const { slots } = await readSeen(chain)
      expect(slots.observation.depthUsd6).toBeGreaterThan(0n)
    })
  })
})

describe('a ring', () => {
  const flood = (index: number): BlockChange | undefined =>
    index > LAST_HONEST ? { tickShift: BigInt(index % 2) } : undefined

  test('error: one that does not hold half an hour of trades can be flooded', async () => {
    const small = await startAtHonestPush(60)
    try {
      const [call] = pushCalls(small)
      const simulate = () =>
        small.client.call({ account: call?.from, to: call?.to, data: call?.data })
      // As it is recorded, with a trade a minute at most.
      await small.rehearse(async () => {
        await small.play(PUSH_INDEX)
        await simulate()
      })
      await small.rehearse(async () => {
        await small.play(PUSH_INDEX, flood)
        await expect(simulate()).rejects.toThrow('OLD')
      })
    } finally {
      await small.stop()
    }
  })

  test('default: one of 400 entries is not', async () => {
    const change = () =>
      new Map(
        Array.from({ length: 50 }, (_, i) => [
          LAST_HONEST + 1 + i,
          flood(LAST_HONEST + 1 + i) ?? {},
        ]),
      )
    const { slots } = await runAttack(chain, { change })
    const { depthUsd6 } = base.slots.observation
    const off = Number(slots.observation.depthUsd6) / Number(depthUsd6) - 1
    expect(Math.abs(off)).toBeLessThan(1e-3)
  })
})

describe('docs/evidence.md', () => {
  const text = readFileSync(new URL('../../../docs/evidence.md', import.meta.url), 'utf8')

  test('default: says of attacks what they do on the recorded chain', async () => {
    const parts = formatAttacks(await computeAttackReport())
    const renewal =
      'docs/evidence.md is stale; run node scripts/bootstrap.mjs scripts/attackFigures.ts'
    expect(placeFigures(text, 'docs/evidence.md', parts) === text, renewal).toBe(true)
  })
})
