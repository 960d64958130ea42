import { type Address, parseEther, parseEventLogs } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { vaultAbi } from '../../../abi/index.ts'
import { ChainReadError } from '../../../client/errors.ts'
import { decodeRebalanced } from '../../../client/vaults/decodeRebalanced.ts'
import { createKeeper, type KeeperStep } from '../../../stack/demo/createKeeper.ts'
import { deployControlVaults } from '../../../stack/demo/deployControlVaults.ts'
import { describeNodeRefusal } from '../../../stack/demo/describeNodeRefusal.ts'
import { fundKeepers } from '../../../stack/demo/fundKeepers.ts'
import { fundVaults } from '../../../stack/demo/fundVaults.ts'
import { LOCAL_MNEMONIC } from '../../../stack/local/accounts.ts'
import { depositQuote } from './support/depositQuote.ts'
import { type DemoStack, NAV_USD6, passSilence, startDemoStack } from './support/startDemoStack.ts'

const GWEI = 10n ** 9n
const BASE_FEE = 50n * GWEI

let demo: DemoStack
let control: Address
let accounts: Awaited<ReturnType<typeof fundKeepers<'first' | 'second'>>>
let id: `0x${string}`

beforeAll(async () => {
  demo = await startDemoStack({ index: false })
  control = (await deployControlVaults(demo.stack)).fixed
  accounts = await fundKeepers(demo.stack, ['first', 'second'])
  await passSilence(demo.client)
  await fundVaults(demo.stack, [control], NAV_USD6)
})

afterAll(() => demo?.stop())

beforeEach(async () => {
  id = await demo.client.snapshot()
})
afterEach(async () => {
  await demo.client.setAutomine(true)
  await demo.client.revert({ id })
})

const open = (name: 'first' | 'second' = 'first', change = {}) =>
  createKeeper({
    url: demo.stack.urls.rpc,
    vault: control,
    account: accounts[name],
    name,
    ...change,
  })

/** A drift beyond the control's band, and blocks that come on request. */
async function makeDue(depositUsd6 = NAV_USD6 / 4n): Promise<void> {
  await depositQuote(demo.client, demo.stack.addresses.venue.dollar, control, depositUsd6)
  await demo.client.setAutomine(false)
  await mineAt(BASE_FEE)
}

async function mineAt(baseFeePerGas: bigint): Promise<void> {
  await demo.client.setNextBlockBaseFeePerGas({ baseFeePerGas })
  await demo.client.mine({ blocks: 1 })
}

function expectType<Type extends KeeperStep['type']>(step: KeeperStep, type: Type) {
  expect(step).toMatchObject({ type })
  return step as Extract<KeeperStep, { type: Type }>
}

describe('createKeeper', () => {
  test('default: it sends one rebalance and finds it in its block', async () => {
    const { client } = demo
    await makeDue()
    const keeper = open()
    const { hash } = expectType(await keeper.step(), 'sent')
    expect(await keeper.step()).toEqual({ type: 'waiting', hash })
    const sent = await client.getTransaction({ hash })
    expect(sent.from.toLowerCase()).toBe(keeper.address.toLowerCase())
    // Twelve full blocks: 1.125^12 is 4.11.
    expect(Number(sent.maxFeePerGas) / Number(BASE_FEE)).toBeGreaterThan(4.1)

    await mineAt(4n * BASE_FEE)
    const found = expectType(await keeper.step(), 'rebalanced')
    const receipt = await client.getTransactionReceipt({ hash })
    const { blockNumber, gasUsed, effectiveGasPrice } = receipt
    expect(found).toMatchObject({ hash, blockNumber, gasUsed, effectiveGasPrice })
    expect(found.effectiveGasPrice).toBe(4n * BASE_FEE + GWEI)
    expect(found.gasUsed).toBeLessThan(sent.gas)
    const [log] = parseEventLogs({ abi: vaultAbi, logs: receipt.logs })
    if (log === undefined) throw new Error('the receipt has no event of the vault')
    expect(found.event).toEqual(decodeRebalanced(log))
    expect(found.event).toMatchObject({ isRiskySold: false, bandPips: 25_000n, status: 'active' })
    expect(found.event.weightAfterPips).toBeGreaterThan(found.event.weightBeforePips)
  })

  test('behavior: it holds while the vault would not trade, and says why', async () => {
    const keeper = open()
    const held = expectType(await keeper.step(), 'held')
    expect(held).toMatchObject({ reason: 'inside-band', bandPips: 25_000n })
    expect(held.driftPips).toBeLessThan(1_000n)
    await makeDue()
    expectType(await keeper.step(), 'sent')
    await mineAt(BASE_FEE)
    expectType(await keeper.step(), 'rebalanced')
    // The cap has left something over, for which an epoch has to pass.
    const soon = expectType(await keeper.step(), 'held')
    expect(soon.reason).toBe('too-soon')
    expect(soon.driftPips).toBeGreaterThan(soon.bandPips)
  })

  test('behavior: a rebalance after a faster one of another account is reverted and reported', async () => {
    const { client } = demo
    // So little that the pool takes more than half of the trade: only such a trade makes the vault wait for an epoch.
    await makeDue(NAV_USD6 / 18n)
    const keeper = open()
    const { hash } = expectType(await keeper.step(), 'sent')
    const call = { address: control, abi: vaultAbi, functionName: 'rebalance' } as const
    await client.writeContract({
      ...call,
      account: accounts.second,
      chain: null,
      gas: 1_000_000n,
      // anvil puts the highest bidder first.
      maxFeePerGas: 1_000n * GWEI,
      maxPriorityFeePerGas: GWEI,
    })
    await mineAt(BASE_FEE)
    const lost = expectType(await keeper.step(), 'reverted')
    expect(lost).toMatchObject({ hash, effectiveGasPrice: BASE_FEE + GWEI })
    expect(lost.gasUsed).toBeGreaterThan(21_000n)
    expectType(await keeper.step(), 'held')
  })

  test('behavior: a rebalance that the node dropped is reported, and sent again with other fees', async () => {
    await makeDue()
    const keeper = open('first', { maxFeePerGas: 4n * BASE_FEE })
    const { hash } = expectType(await keeper.step(), 'sent')
    await mineAt(9_558n * GWEI)
    expect(await keeper.step()).toEqual({ type: 'dropped', hash })
    const refused = expectType(await keeper.step(), 'refused')
    expect(refused.reason).toMatch(/max fee per gas less than block base fee/)
    const other = open()
    expectType(await other.step(), 'sent')
    await mineAt(3n * 9_558n * GWEI)
    expectType(await other.step(), 'rebalanced')
  })

  test('error: an account without ether is reported, a silent node throws', async () => {
    await makeDue()
    const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: 99 })
    await demo.client.setBalance({ address: account.address, value: parseEther('0.000001') })
    const { reason } = expectType(await open('first', { account }).step(), 'refused')
    expect(reason).toMatch(/insufficient funds/i)
    const silent = await open('first', { url: 'http://127.0.0.1:9' })
      .step()
      .catch((error) => error)
    expect(silent).toBeInstanceOf(ChainReadError)
    expect(silent.message).toMatch(/the node at 127.0.0.1:9 does not answer the keeper first/)
  })
})

describe('describeNodeRefusal', () => {
  test("default: a contract's refusal by its name and arguments", async () => {
    const { client, stack } = demo
    const refusal = await client
      .estimateContractGas({
        address: control,
        abi: vaultAbi,
        functionName: 'rebalance',
        account: accounts.first,
      })
      .catch((error) => error)
    expect(describeNodeRefusal(refusal, stack.urls.rpc, 'the test')).toBe('RebalanceRefused(5)')
  })

  test('error: an error that does not come from a node is thrown unchanged', () => {
    const mistake = new TypeError('undefined is not a function')
    expect(() => describeNodeRefusal(mistake, 'http://127.0.0.1:9', 'the test')).toThrow(mistake)
  })
})
