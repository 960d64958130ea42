import fc from 'fast-check'
import { decodeFunctionData, getAddress, zeroAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { bookAbi, remotePortfolioAbi } from '../../../../abi/index.ts'
import { rankChains } from '../../../../bot/keeper/whole/chooseChain.ts'
import { computeCost } from '../../../../bot/keeper/whole/computeCost.ts'
import { decideWhole } from '../../../../bot/keeper/whole/decideWhole.ts'
import type { ChainState } from '../../../../bot/keeper/whole/wholeState.ts'
import {
  AWAY,
  FAR,
  HOME,
  makeBook,
  makeKnown,
  makeRoute,
  makeState,
  makeWhole,
  settings,
} from './wholeStates.ts'

const USD = 10n ** 6n
const all = () => [HOME, AWAY, FAR].map((chainId) => makeState(chainId))
const known = () => [HOME, AWAY, FAR].map((chainId) => makeKnown(chainId))
const replace = (states: ChainState[], chainId: number, book: ChainState['book']) =>
  states.map((state) => (state.chain.chainId === chainId ? { ...state, book } : state))

function readOrder(decision: ReturnType<typeof decideWhole>) {
  const draft = decision.drafts.get(HOME)?.find(({ action }) => action === 'order')
  if (draft === undefined) return undefined
  const { args } = decodeFunctionData({ abi: remotePortfolioAbi, data: draft.call.data })
  const [chainId, tradeQuote, messenger] = args as [bigint, bigint, string]
  return { chainId: Number(chainId), tradeQuote, messenger, value: draft.call.value }
}

describe('P-205 the keeper of the whole trades where it costs least', () => {
  test('default: alike everywhere, it trades at home, which takes the fewest transactions', () => {
    const order = readOrder(decideWhole(makeWhole(known()), all(), settings))
    expect(order).toEqual({
      chainId: HOME,
      tradeQuote: 50_000n * USD,
      messenger: zeroAddress,
      value: 0n,
    })
  })

  test('behavior: it goes to the deeper pool, and to the cheaper gas', () => {
    const shallow = replace(all(), HOME, makeBook({ depthUsd6: 1_000_000n * USD }))
    const deep = replace(shallow, FAR, makeBook({ depthUsd6: 50_000_000n * USD }))
    const order = readOrder(decideWhole(makeWhole(known()), deep, settings))
    expect(order?.chainId).toBe(FAR)
    expect(order?.messenger).toBe(getAddress(makeState(HOME).chain.messenger))
    expect(order?.value).toBe(5n)
    const dear = replace(deep, FAR, makeBook({ dataFeeWei: 10n ** 18n }))
    expect(readOrder(decideWhole(makeWhole(known()), dear, settings))?.chainId).toBe(AWAY)
  })

  test('behavior: within inventory: what home allows there, and nowhere without any', () => {
    const few = [
      makeKnown(HOME, { mostQuote: 0n }),
      makeKnown(AWAY, { mostQuote: 20_000n * USD }),
      makeKnown(FAR, { mostQuote: 0n }),
    ]
    const order = readOrder(decideWhole(makeWhole(few), all(), settings))
    expect(order?.chainId).toBe(AWAY)
    expect(order?.tradeQuote).toBe(20_000n * USD)
    const none = [HOME, AWAY, FAR].map((chainId) => makeKnown(chainId, { mostQuote: 0n }))
    expect(readOrder(decideWhole(makeWhole(none), all(), settings))).toBeUndefined()
  })

  test('behavior: down, halted, too old, outcome unknown: left out, and said', () => {
    const shallow = replace(all(), HOME, makeBook({ depthUsd6: 100_000n * USD }))
    const down = replace(shallow, AWAY, 'no endpoint can be used')
    const halted = replace(down, FAR, makeBook({ holding: 'its market is halted there' }))
    const first = decideWhole(makeWhole(known()), halted, settings)
    expect(readOrder(first)?.chainId).toBe(HOME)
    expect([...first.leftOut]).toEqual([
      [AWAY, 'no endpoint can be used'],
      [FAR, 'its market is halted there'],
    ])
    const old = [
      makeKnown(HOME),
      makeKnown(AWAY, { isTooOld: true, ageSec: 9_999 }),
      makeKnown(FAR, { isOrderOpen: true }),
    ]
    const second = decideWhole(makeWhole(old), shallow, settings)
    expect(readOrder(second)?.chainId).toBe(HOME)
    expect(second.leftOut.get(AWAY)).toMatch('too old: 9999 s')
    expect(second.leftOut.get(FAR)).toMatch('not known')
  })

  test('behavior: with no drift to trade it orders nothing', () => {
    const decision = decideWhole(makeWhole(known(), 'inside-band'), all(), settings)
    expect([...decision.drafts.values()].flat()).toEqual([])
    expect(decision.offers).toEqual([])
  })

  test('behavior: any chains: no other one is cheaper a dollar, and none is beyond its inventory', () => {
    const place = fc.record({
      depthUsd6: fc.bigInt(1n, 10n ** 15n),
      poolFeePips: fc.integer({ min: 1, max: 100_000 }),
      gasUnits: fc.bigInt(0n, 10n ** 6n),
      feePerGas: fc.bigInt(0n, 10n ** 12n),
      mostUsd6: fc.bigInt(0n, 10n ** 12n),
    })
    fc.assert(
      fc.property(fc.array(place, { maxLength: 6 }), (places) => {
        const candidates = places.map(({ gasUnits, feePerGas, mostUsd6, ...pool }, chainId) => {
          const price = { feePerGas, dataFeeWei: 0n, nativePriceUsd6: 3_000n * USD }
          const gas = [{ price, gasUnits, feeWei: 0n }]
          return { chainId, name: `${chainId}`, mostUsd6, place: { ...pool, gas } }
        })
        const [best, ...others] = rankChains(candidates)
        const able = candidates.filter(({ mostUsd6 }) => mostUsd6 > 0n)
        expect(best === undefined).toBe(able.length === 0)
        expect(others).toHaveLength(Math.max(able.length - 1, 0))
        for (const other of others) expect(best?.costPips).toBeLessThanOrEqual(other.costPips)
      }),
    )
  })
})

describe('computeCost', () => {
  test("default: the simulator's fee and impact, and gas on each chain", () => {
    const price = { feePerGas: 10n ** 9n, dataFeeWei: 10n ** 12n, nativePriceUsd6: 3_000n * USD }
    const gas = [{ price, gasUnits: 1_000_000n, feeWei: 10n ** 12n }]
    const cost = computeCost({ depthUsd6: 950_000n * USD, poolFeePips: 3_000, gas }, 50_000n * USD)
    expect(cost).toEqual({
      feeUsd6: 150e6,
      // 50,000 x 50,000 / 1,000,000
      impactUsd6: 2_500e6,
      // 0.001002 coins
      gasUsd6: 3.006e6,
      totalUsd6: 2_653.006e6,
    })
  })
})

describe('what was ordered is brought to its end', () => {
  const order = {
    number: 3n,
    sellsRisky: true,
    riskyAmount: 5n,
    minPriceWad: 0n,
    maxPriceWad: 0n,
    expiresAt: 1_800_000_600,
  }
  const open = [HOME, AWAY, FAR].map((chainId) =>
    makeKnown(chainId, chainId === AWAY ? { isOrderOpen: true, order } : {}),
  )
  const whole = makeWhole(open, 'order-under-way')
  const name = ({ action }: { action: string }) => action

  test('behavior: an order that has not come is posted again, until its time is over', () => {
    const decision = decideWhole(whole, all(), settings)
    expect(decision.drafts.get(HOME)?.map(name)).toEqual(['post'])
    const late = { ...whole, at: 1_800_000_600n }
    expect(decideWhole(late, all(), settings).drafts.get(HOME)).toBeUndefined()
  })

  test('behavior: what may be filled is, then home is told', () => {
    const due = replace(all(), AWAY, makeBook({ orderNumber: 3n, fillReason: 'none' }))
    expect(decideWhole(whole, due, settings).drafts.get(AWAY)?.map(name)).toEqual(['fill'])
    const done = makeBook({ orderNumber: 3n, filledAmount: 5n, riskyBalance: 195n })
    const told = decideWhole(whole, replace(all(), AWAY, done), settings).drafts.get(AWAY)
    expect(told?.map(name)).toEqual(['report'])
    expect(told?.[0]?.call.value).toBe(5n)
  })

  test('behavior: figures that grow old are told anew', () => {
    const aged = [makeKnown(HOME), makeKnown(AWAY, { ageSec: 1_800 }), makeKnown(FAR)]
    const decision = decideWhole(makeWhole(aged, 'inside-band'), all(), settings)
    expect(decision.drafts.get(AWAY)?.map(name)).toEqual(['report'])
    expect(decision.drafts.get(FAR)).toBeUndefined()
  })
})

describe('inventory', () => {
  const rule = { ...settings, move: { belowUsd: 50_000n, amountUsd: 100_000n } }
  const withRoutes = (away: Parameters<typeof makeBook>[0], out = {}) =>
    replace(
      replace(all(), HOME, makeBook({ routes: [makeRoute(AWAY, out)] })),
      AWAY,
      makeBook({ routes: [makeRoute(HOME)], ...away }),
    )
  const find = (states: ChainState[]) => {
    const { drafts } = decideWhole(makeWhole(known(), 'inside-band'), states, rule)
    return [...drafts.values()].flat().filter(({ action }) => action === 'move')
  }

  test('behavior: what has run out comes from home, once', () => {
    const [move, ...others] = find(withRoutes({ quoteBalance: 49_999n * USD }))
    expect(others).toEqual([])
    const { args } = decodeFunctionData({ abi: bookAbi, data: move?.call.data ?? '0x' })
    expect(args).toEqual([BigInt(AWAY), 100_000n * USD, 0n])
    expect(move?.call.value).toBe(7n)
    expect(find(withRoutes({ quoteBalance: 0n }, { quoteMoved: 1n }))).toEqual([])
    expect(find(withRoutes({ quoteBalance: 50_000n * USD }))).toEqual([])
  })

  test('behavior: the risky token likewise, by its worth', () => {
    const [move] = find(withRoutes({ riskyBalance: 10n ** 18n }))
    const { args } = decodeFunctionData({ abi: bookAbi, data: move?.call.data ?? '0x' })
    expect(args).toEqual([BigInt(AWAY), 0n, (100_000n * 10n ** 18n) / 3_000n])
  })

  test('behavior: what has come is collected', () => {
    const come = makeBook({ routes: [makeRoute(HOME, { hasCome: true })] })
    const states = replace(all(), AWAY, come)
    const { drafts } = decideWhole(makeWhole(known(), 'inside-band'), states, settings)
    expect(drafts.get(AWAY)?.map(({ action }) => action)).toEqual(['collect'])
  })
})
