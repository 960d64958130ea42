import { type Address, maxUint256, parseAbi, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  deployLending,
  deployLendingVenue,
  type Lending,
} from '../../stack/venues/deployLending.ts'
import { lendingAbi } from '../../stack/venues/lendingAbi.ts'
import { people } from './support/startLeveraged.ts'
import { startWorld, type World } from './support/startWorld.ts'

const adapterAbi = parseAbi([
  'function bind()',
  'function vault() view returns (address)',
  'function position() view returns (uint256 collateralRisky, uint256 debtQuote)',
  'function priceWad() view returns (uint256)',
  'function thresholdPips() view returns (uint32)',
  'function maxLoanPips() view returns (uint32)',
  'function supply(uint256)',
  'function withdraw(uint256)',
  'function borrow(uint256)',
  'function repay(uint256) returns (uint256)',
  'function disregard(address)',
  'error NotTheVault(address caller)',
  'error AlreadyBound(address vault)',
  'error NotListed(address token)',
  'error OwnCollateral(address token)',
])
const adminAbi = parseAbi([
  'function getPoolConfigurator() view returns (address)',
  'function setPoolPause(bool)',
  'function configureReserveAsCollateral(address, uint256, uint256, uint256)',
])
const ONE = parseEther('1')

/** Alice is the vault here: the adapter obeys whoever has bound it. */
describe('the adapter of Aave v3', () => {
  let world: World
  let lending: Lending
  let adapter: Address
  beforeAll(async () => {
    world = await startWorld()
    lending = await deployLending(world.client, world.venue, world.aggregator)
    adapter = await deployLendingVenue(world.client, lending)
    await world.call(people.alice, adapter, adapterAbi, 'bind')
  }, 120_000)
  afterAll(() => world?.stop())

  const read = (functionName: 'position' | 'priceWad' | 'thresholdPips' | 'maxLoanPips') =>
    world.client.readContract({ address: adapter, abi: adapterAbi, functionName })
  const call = (functionName: string, ...args: unknown[]) =>
    world.call(people.alice, adapter, adapterAbi, functionName, args)
  const configure = async (functionName: string, ...args: unknown[]) => {
    const onProvider = { address: lending.provider, abi: adminAbi } as const
    const configurator = await world.client.readContract(
      Object.assign({ functionName: 'getPoolConfigurator' } as const, onProvider),
    )
    await world.call(world.deployer, configurator, adminAbi, functionName, args)
  }

  test('default: price, threshold and largest loan in our units', async () => {
    const priceUsd6 = await world.readPriceUsd6()
    // Aave has 8 digits of a dollar.
    expect(Math.abs(Number((await read('priceWad')) as bigint) - Number(priceUsd6))).toBeLessThan(2)
    expect(await read('thresholdPips')).toBe(825_000)
    expect(await read('maxLoanPips')).toBe(800_000)
  })

  test('default: lends, borrows, repays no more than is owed, and takes back', async () => {
    await world.give(adapter, { wad: 10n * ONE })
    await call('supply', 10n * ONE)
    await call('borrow', 10_000_000_000n)
    expect(await world.balanceOf(lending.dollar, people.alice.address)).toBe(10_000_000_000n)
    expect(await read('position')).toEqual([10n * ONE, 10_000_000_000n])

    await world.pass(86_400 * 365)
    const [, owed] = (await read('position')) as readonly [bigint, bigint]
    expect(owed).toBeGreaterThan(10_000_000_000n)
    await world.give(adapter, { usd6: 20_000_000_000n })
    await call('repay', 20_000_000_000n)
    expect(await read('position')).toEqual([10n * ONE, 0n])
    // What was too much has come back; a second's interest apart.
    const back = (await world.balanceOf(lending.dollar, people.alice.address)) - 10_000_000_000n
    expect(Number(20_000_000_000n - owed - back)).toBeLessThan(10)
    // Nobody owes: all of it comes back.
    await world.give(adapter, { usd6: 1_000n })
    await call('repay', 1_000n)
    await call('withdraw', 10n * ONE)
    expect(await world.balanceOf(lending.weth, people.alice.address)).toBe(10n * ONE)
  })

  test('error: strangers, a second vault, a token without a market', async () => {
    for (const [name, args] of [
      ['supply', [1n]],
      ['withdraw', [1n]],
      ['borrow', [1n]],
      ['repay', [1n]],
    ] as const) {
      const stranger = world.call(people.bob, adapter, adapterAbi, name, args)
      await expect(stranger).rejects.toThrow('NotTheVault')
    }
    await expect(world.call(people.bob, adapter, adapterAbi, 'bind')).rejects.toThrow(
      'AlreadyBound',
    )
    const ownCollateral = world.call(people.bob, adapter, adapterAbi, 'disregard', [lending.weth])
    await expect(ownCollateral).rejects.toThrow('OwnCollateral')
    const args = [lending.provider, lending.dollar, world.venue.factory]
    await expect(world.deploy('AaveV3Venue', 'venues/lending/AaveV3Venue', args)).rejects.toThrow()
  })

  test('behavior: a gift of other collateral locks nothing', async () => {
    await world.give(adapter, { wad: 10n * ONE })
    await call('supply', 10n * ONE)
    await call('borrow', 10_000_000_000n)
    // Somebody lends a dollar in the adapter's name, and voters stop loans against dollars.
    const { bob } = people
    await world.give(bob.address, { usd6: 1_000_000n })
    await world.approve(bob, lending.dollar, lending.pool)
    const gift = [lending.dollar, 1_000_000n, adapter, 0]
    await world.call(bob, lending.pool, lendingAbi, 'supply', gift)
    await configure('configureReserveAsCollateral', lending.dollar, 0n, 8_500n, 10_450n)
    await expect(call('withdraw', ONE)).rejects.toThrow('57')
    await world.call(bob, adapter, adapterAbi, 'disregard', [lending.dollar])
    await call('withdraw', ONE)
  })

  test('behavior: a market whose ether is lent out, and one that is paused, let nothing go', async () => {
    const { bob } = people
    await world.give(bob.address, { usd6: 100_000_000_000n })
    await configure('configureReserveAsCollateral', lending.dollar, 8_000n, 8_500n, 10_450n)
    const collateral = [lending.dollar, 100_000_000_000n, bob.address, 0]
    await world.call(bob, lending.pool, lendingAbi, 'supply', collateral)
    await world.call(bob, lending.pool, lendingAbi, 'borrow', [
      lending.weth,
      9n * ONE,
      2n,
      0,
      bob.address,
    ])
    await expect(call('withdraw', ONE)).rejects.toThrow()
    await world.approve(bob, lending.weth, lending.pool)
    await world.give(bob.address, { wad: ONE })
    const back = [lending.weth, maxUint256, 2n, bob.address]
    await world.call(bob, lending.pool, lendingAbi, 'repay', back)
    await configure('setPoolPause', true)
    await expect(call('withdraw', ONE)).rejects.toThrow('29')
    // It still tells the loan.
    const [collateralWad, debtUsd6] = (await read('position')) as readonly [bigint, bigint]
    expect(collateralWad).toBeGreaterThanOrEqual(9n * ONE)
    expect(debtUsd6).toBeGreaterThanOrEqual(10_000_000_000n)
    await configure('setPoolPause', false)
    await call('withdraw', ONE)
  })
})
