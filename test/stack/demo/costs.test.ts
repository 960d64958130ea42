import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMarketPolicy } from '../../../backtest/createMarketPolicy.ts'
import type { RuleRun } from '../../../backtest/outcome.ts'
import { runBacktest } from '../../../backtest/runBacktest.ts'
import { loadCore } from '../../../core/index.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { accountVault, type Fill, type VaultAccount } from '../../../stack/demo/accountVault.ts'
import { createKeeper, type KeeperStep } from '../../../stack/demo/createKeeper.ts'
import { deployControlVaults } from '../../../stack/demo/deployControlVaults.ts'
import { fundKeepers } from '../../../stack/demo/fundKeepers.ts'
import { fundVaults } from '../../../stack/demo/fundVaults.ts'
import { passUntil } from '../../../stack/demo/passUntil.ts'
import { priceBlocks } from '../../../stack/demo/priceBlocks.ts'
import { readHoldings, type TokenHoldings } from '../../../stack/demo/readHoldings.ts'
import type { ChainClient } from '../../../stack/local/chainClient.ts'
import { POSITION_ID } from '../../../stack/local/openPool.ts'
import { replayRecording } from '../../../stack/replay/replayRecording.ts'
import { findPoolStart } from '../../../stack/replay/selectBlocks.ts'
import type { Portfolio } from '../../../strategy/portfolio.ts'
import { createConstantMix } from '../../../strategy/portfolios/constantMix.ts'
import { createBandRule } from '../../../strategy/rules/band.ts'
import { createHoldRule } from '../../../strategy/rules/hold.ts'
import { shippedRecording } from '../support/shippedRecording.ts'
import { type DemoStack, NAV_USD6, startDemoStack } from './support/startDemoStack.ts'

const patience = 600_000
const policy = createMarketPolicy(shippedRecording)
// 02:24 to 04:50: ether falls by 10 %, and leads the band of 2.5 % to one trade.
const beginAt = 1_652_322_240n
const to = 1_652_331_000n
/** From the simulator's first step on, at whose price both begin. */
const recording = {
  ...shippedRecording,
  blocks: shippedRecording.blocks.filter(({ at }) => at > beginAt && at < to),
  pool: shippedRecording.pool.filter(({ at }) => at >= beginAt),
}
const from = recording.blocks[0]?.at ?? 0n

const blocks = priceBlocks(recording, from, to)
const MINUTE_SEC = 60n
type RebalancedStep = Extract<KeeperStep, { type: 'rebalanced' }>

let demo: DemoStack
let gasUsed: bigint[]
let chain: { hold: VaultAccount; fixed: VaultAccount }
let simulator: { hold: RuleRun; fixed: RuleRun }

beforeAll(async () => {
  const pool = findPoolStart(recording, from)
  demo = await startDemoStack({ index: false, genesisAt: from - 1_200n, pool })
  chain = await playVaults()
  simulator = await simulate()
}, patience)

afterAll(() => demo?.stop())

/** Minute by minute, with a keeper that looks after each: what it sends gets into the next block. */
async function playVaults(): Promise<typeof chain> {
  const { stack, client } = demo
  const { hold, fixed } = await deployControlVaults(stack)
  await passUntil(client, from - 300n)
  await fundVaults(stack, [hold, fixed], NAV_USD6)
  const [holdStart, fixedStart] = await readHoldings(client, stack.addresses.venue, [hold, fixed])
  const { account } = await fundKeepers(stack, ['account'])
  const keeper = createKeeper({ url: stack.urls.rpc, vault: fixed, account, name: 'fixed' })
  const done: RebalancedStep[] = []
  for (let at = beginAt; at < to; at += MINUTE_SEC) {
    if (!recording.blocks.some((block) => block.at >= at && block.at < at + MINUTE_SEC)) continue
    await replayRecording({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, positionId: POSITION_ID },
      recording,
      from: at,
      to: at + MINUTE_SEC,
      speed: Number.POSITIVE_INFINITY,
    })
    await client.setAutomine(false)
    const step = await keeper.step()
    if (step.type === 'rebalanced') done.push(step)
  }
  await client.setAutomine(true)
  gasUsed = done.map((step) => step.gasUsed)
  return {
    hold: openAccount(holdStart, []),
    fixed: openAccount(
      fixedStart,
      await Promise.all(done.map((step) => describeFill(client, step))),
    ),
  }
}

async function describeFill(client: ChainClient, step: RebalancedStep): Promise<Fill> {
  const { event, blockNumber, effectiveGasPrice } = step
  const { timestamp: at } = await client.getBlock({ blockNumber })
  const price = blocks.findLast((block) => block.at <= at)?.price ?? Number.NaN
  const sign = event.isRiskySold ? 1 : -1
  return {
    at,
    dollars: (sign * Number(event.quoteAmount)) / 1e6,
    units: (-sign * Number(event.riskyAmount)) / 1e18,
    gasDollars: (Number(step.gasUsed * effectiveGasPrice) / 1e18) * price,
  }
}

function openAccount(start: TokenHoldings | undefined, fills: readonly Fill[]): VaultAccount {
  return accountVault({
    blocks,
    start: { dollars: Number(start?.dollar) / 1e6, units: Number(start?.weth) / 1e18 },
    fills,
    weight: 0.5,
    fee: Number(policy.poolFeePips) / 1e6,
    riskAversion: Number(policy.riskAversionE4) / 1e4,
  })
}

/** The same rules over the same hours; own trades are gone with the next minute, as on the replayed pool. */
async function simulate(): Promise<typeof simulator> {
  const market = await openMarket('ethereum-2022-05-12')
  const [hold, fixed] = await runBacktest(
    {
      core: await loadCore(),
      market,
      others: [],
      portfolio: createConstantMix({
        navUsd6: Number(NAV_USD6),
        weightPips: 500_000,
      }) as Portfolio,
      rules: [{ rule: createHoldRule() }, { rule: createBandRule(2.5) }],
      fill: {
        latencyBlocks: 1,
        refillPips: 999_999,
        feePips: Number(policy.poolFeePips),
        gasUnits: Number(policy.gasUnits),
        priorityFeePerGas: Number(policy.priorityFeePerGas),
        maxFeePerGas: Number.POSITIVE_INFINITY,
        riskAversionE4: Number(policy.riskAversionE4),
      },
    },
    diskReader.readSteps(market, { to: Number(to) }),
  )
  if (hold === undefined || fixed === undefined) throw new TypeError('no run')
  return { hold, fixed }
}

function sumUp({ days, trades }: RuleRun) {
  const sum = (read: (day: RuleRun['days'][number]) => number) =>
    days.reduce((total, day) => total + read(day), 0) / 1e6
  return {
    trades: trades.length,
    fee: sum(({ ledger }) => -ledger.fee),
    impact: sum(({ ledger }) => -ledger.impact),
    gas: sum(({ ledger }) => -ledger.gas),
    risk: sum(({ riskUsd6 }) => riskUsd6),
    endValue: (days.at(-1)?.navEndUsd6 ?? 0) / 1e6,
  }
}

describe('what a rule costs', { timeout: patience }, () => {
  test('default: a vault that holds ends with the simulator’s value and risk', () => {
    const { endValue, risk } = sumUp(simulator.hold)
    // Prices of the simulator are those of a tick's edge, in whole millionths of a dollar; the pool is in a tick's middle.
    expect(chain.hold.endValue / endValue).toBeCloseTo(1, 8)
    expect(chain.hold.risk / risk).toBeCloseTo(1, 2)
    expect(chain.hold.driftEarned).toBeGreaterThan(0)
  })

  test('P-129 a trade of the same size costs what the simulator says, and the gas is below what it counts', () => {
    const [trade] = simulator.fixed.trades
    if (trade === undefined) throw new TypeError('no trade')
    expect([chain.fixed.trades, simulator.fixed.trades.length]).toEqual([1, 1])
    const { traded, fee, impact } = chain.fixed
    // Of what was given, the fee is what was voted; the rest is in the impact.
    expect(fee / traded).toBeCloseTo(Number(policy.poolFeePips) / 1e6, 4)
    // Impact q^2 / (X + q), with the depth X at the simulator's own trade; it may have moved a little between the two.
    const size = trade.amountUsd6
    const depth = (size * size) / trade.impactUsd6 - size
    const formula = (traded * traded) / (depth / 1e6 + traded)
    expect(impact / formula).toBeGreaterThan(0.95)
    expect(impact / formula).toBeLessThan(1.05)
    // Measured: 179,175 of the 200,000 that the policy counts with.
    expect(gasUsed.every((gas) => gas > 100_000n && gas < policy.gasUnits)).toBe(true)
  })

  test('behavior: the vault’s trade is within a quarter of the simulator’s, and so is its cost', () => {
    // The vault decides by the pool's mean price of ten minutes, the simulator by the last one: in a fall the vault comes later,
    // and measures less drift. Measured here: $243,000 against $275,000, four minutes apart; cost $943 against $1,097.
    const { fee, impact, risk, endValue } = sumUp(simulator.fixed)
    const [trade] = simulator.fixed.trades
    expect(chain.fixed.traded / ((trade?.amountUsd6 ?? 0) / 1e6)).toBeGreaterThan(0.75)
    expect(chain.fixed.traded / ((trade?.amountUsd6 ?? 0) / 1e6)).toBeLessThan(1.25)
    const cost = chain.fixed.fee + chain.fixed.impact
    expect(cost / (fee + impact)).toBeGreaterThan(0.75)
    expect(cost / (fee + impact)).toBeLessThan(1.25)
    // Both bear less risk than who holds.
    expect(Math.max(risk, chain.fixed.risk)).toBeLessThan(0.75 * chain.hold.risk)
    expect(Math.abs(chain.fixed.endValue - endValue) / endValue).toBeLessThan(0.002)
  })
})
