import { type Address, erc20Abi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi, vaultAbi } from '../../../abi/index.ts'
import { createReport, toReportArgs } from '../../../bot/index.ts'
import { checkVault, type Rebalance } from '../../../stack/demo/checkVault.ts'
import { createKeeper, type Keeper, type KeeperStep } from '../../../stack/demo/createKeeper.ts'
import { deployControlVaults } from '../../../stack/demo/deployControlVaults.ts'
import { fundKeepers } from '../../../stack/demo/fundKeepers.ts'
import { fundVaults } from '../../../stack/demo/fundVaults.ts'
import { passUntil } from '../../../stack/demo/passUntil.ts'
import { readRebalances } from '../../../stack/demo/readRebalances.ts'
import { readVaultLimits } from '../../../stack/demo/readVaultLimits.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { POSITION_ID } from '../../../stack/local/openPool.ts'
import { replayRecording } from '../../../stack/replay/replayRecording.ts'
import { Actor } from '../../integration/support/actor.ts'
import { shippedRecording } from '../support/shippedRecording.ts'
import { depositQuote } from './support/depositQuote.ts'
import {
  type DemoStack,
  FROM_AT,
  NAV_USD6,
  passSilence,
  startDemoStack,
} from './support/startDemoStack.ts'

const patience = 600_000
/** 06:50. */
const TO_AT = FROM_AT + 20n * 60n
/** There is a block in each. */
const STEP_SEC = 120n

let demo: DemoStack
let control: Address
let keepers: { gimbal: Keeper; control: Keeper }
const steps = { gimbal: [] as KeeperStep[], control: [] as KeeperStep[] }

beforeAll(async () => {
  demo = await startDemoStack({ index: false })
  const { stack, client } = demo
  control = (await deployControlVaults(stack)).fixed
  const vaults = { gimbal: stack.addresses.vault, control }
  await passSilence(client)
  await fundVaults(stack, Object.values(vaults), NAV_USD6)
  // Within these minutes the price alone leads neither vault out of its band: one has to buy then, the other to sell.
  const { dollar, weth } = stack.addresses.venue
  await depositQuote(client, dollar, vaults.gimbal, (3n * NAV_USD6) / 10n)
  const risky = { address: weth, abi: erc20Abi } as const
  const held = await client.readContract({ ...risky, functionName: 'balanceOf', args: [control] })
  const gift = { ...risky, functionName: 'transfer', args: [control, held / 5n] }
  await send(client, localAccounts.trader, gift)
  const accounts = await fundKeepers(stack, ['gimbal', 'control'])
  const open = (name: 'gimbal' | 'control') =>
    createKeeper({ url: stack.urls.rpc, vault: vaults[name], account: accounts[name], name })
  keepers = { gimbal: open('gimbal'), control: open('control') }

  for (let at = FROM_AT; at < TO_AT; at += STEP_SEC) {
    await replayRecording({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, positionId: POSITION_ID },
      recording: shippedRecording,
      from: at,
      to: at + STEP_SEC,
      speed: Number.POSITIVE_INFINITY,
    })
    // What a keeper sends now waits for the next blocks.
    await client.setAutomine(false)
    steps.gimbal.push(await keepers.gimbal.step())
    steps.control.push(await keepers.control.step())
  }
  await client.setAutomine(true)
}, patience)

afterAll(() => demo?.stop())

const check = async (rebalances: readonly Rebalance[], vault: Address) =>
  checkVault(rebalances, await readVaultLimits(demo.client, vault))

describe('readRebalances', { timeout: patience }, () => {
  test('P-48 default: two vaults and their keepers beside a replay keep every promise', async () => {
    const { client, stack } = demo
    const own = await readRebalances(client, stack.addresses.vault, 0n)
    const other = await readRebalances(client, control, 0n)
    expect(own.length).toBeGreaterThan(0)
    expect(other.length).toBeGreaterThan(0)
    expect(await check(own, stack.addresses.vault)).toEqual([])
    expect(await check(other, control)).toEqual([])

    // Nobody had reported: the voted fallback. The control has its own numbers.
    for (const { parameters, status, isRiskySold } of own) {
      expect([parameters.bandPips, status, isRiskySold]).toEqual([50_000n, 'fallback', false])
    }
    for (const { parameters, status, isRiskySold } of other) {
      expect([parameters.bandPips, status, isRiskySold]).toEqual([25_000n, 'active', true])
    }
    // The mean price that the vault itself would have returned at that moment.
    for (const { blockNumber, blockAt, riskyAmount, riskyValueQuote } of other) {
      const { meanSqrtPriceX96 } = await client.readContract({
        address: control,
        abi: vaultAbi,
        functionName: 'previewRebalance',
        blockNumber: blockNumber - 1n,
        blockOverrides: { time: blockAt },
      })
      const expected = (riskyAmount << 192n) / meanSqrtPriceX96 ** 2n
      expect(riskyValueQuote - expected).toBeGreaterThan(-2n)
      expect(riskyValueQuote - expected).toBeLessThan(2n)
    }
    // What the keepers tell is what the chain has.
    const told = [...steps.gimbal, ...steps.control].filter(({ type }) => type === 'rebalanced')
    const events = [...own, ...other]
    for (const step of told) {
      if (step.type !== 'rebalanced') continue
      const event = events.find(({ caller, blockNumber }) => {
        return caller === step.event.caller && blockNumber === step.blockNumber
      })
      expect(event).toMatchObject(step.event)
    }
    expect(told.length).toBeGreaterThan(0)
    expect(own.map(({ caller }) => caller)).toEqual(own.map(() => keepers.gimbal.address))
    expect(other.map(({ caller }) => caller)).toEqual(other.map(() => keepers.control.address))
  })

  test('behavior: a report that comes before the rebalance in its block is in force', async () => {
    const { client, stack } = demo
    const { addresses, urls } = stack
    const { riskParameters } = addresses.governance
    const actor = new Actor(client, addresses)
    // Long enough for the interval that the report leads to.
    await passUntil(client, TO_AT + 5n * 86_400n)
    const { number, hash, timestamp } = await client.getBlock()
    const observation = {
      baseFeePerGas: 50_000_000_000n,
      gasUsedRatioPips: 500_000n,
      nativePriceUsd6: 1_800_000_000n,
      depthUsd6: 60_000_000_000_000n,
      depthRefUsd6: 60_000_000_000_000n,
      varianceWad: 30_000_000_000_000_000n,
      navUsd6: NAV_USD6,
      dataFeeWei: 0n,
      curvaturePips: 250_000n,
      horizonSec: 0n,
    }
    const config = await actor.readConfig()
    const block = { number, hash, timestamp }
    const report = createReport({ marketId: LOCAL_MARKET_ID, config, observation, block })
    const signatures = await actor.sign(report)
    const { fresh } = await fundKeepers(stack, ['fresh'])
    const keeper = createKeeper({
      url: urls.rpc,
      vault: addresses.vault,
      account: fresh,
      name: 'fresh',
    })
    await client.setAutomine(false)
    try {
      await client.writeContract({
        address: riskParameters,
        abi: actor.abis.riskParameters,
        functionName: 'push',
        args: [toReportArgs(report), signatures],
        account: localAccounts.operator,
        chain: null,
        // anvil puts the highest bidder first.
        maxFeePerGas: 10n ** 15n,
      })
      expect(await keeper.step()).toMatchObject({ type: 'sent' })
      await client.mine({ blocks: 1 })
    } finally {
      await client.setAutomine(true)
    }
    const step = await keeper.step()
    expect(step).toMatchObject({ type: 'rebalanced', event: { status: 'active' } })
    const rebalances = await readRebalances(client, addresses.vault, number)
    expect(rebalances.length).toBe(1)
    const [rebalance] = rebalances as [Rebalance]
    const [before] = await client.readContract({
      address: riskParameters,
      abi: riskParametersAbi,
      functionName: 'parameters',
      args: [LOCAL_MARKET_ID],
      blockNumber: rebalance.blockNumber - 1n,
    })
    expect(before.bandPips).toBe(50_000)
    expect(rebalance.parameters.bandPips).toBeLessThan(50_000n)
    expect(await check(rebalances, addresses.vault)).toEqual([])
  })
})
