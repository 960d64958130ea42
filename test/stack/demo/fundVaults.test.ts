import { type Address, erc20Abi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { riskParametersAbi, vaultAbi } from '../../../abi/index.ts'
import { deployControlVaults } from '../../../stack/demo/deployControlVaults.ts'
import { VaultClosedError } from '../../../stack/demo/errors.ts'
import { fundVaults } from '../../../stack/demo/fundVaults.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { StackChainError } from '../../../stack/local/errors.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { type DemoStack, NAV_USD6, passSilence, startDemoStack } from './support/startDemoStack.ts'

let demo: DemoStack
let control: Address

beforeAll(async () => {
  demo = await startDemoStack({ index: false })
  control = (await deployControlVaults(demo.stack)).fixed
})

afterAll(() => demo?.stop())

const readSettings = (address: Address) =>
  demo.client.readContract({ address, abi: vaultAbi, functionName: 'settings' })

describe('deployControlVaults', () => {
  test('default: the settings of the vault, except that the parameters are a fixed vector', async () => {
    const { riskParameters, ...settings } = await readSettings(control)
    const { riskParameters: governed, ...own } = await readSettings(demo.stack.addresses.vault)
    expect(settings).toEqual(own)
    expect(governed).toBe(demo.stack.addresses.governance.riskParameters)
    const [values, status, ageSec] = await demo.client.readContract({
      address: riskParameters,
      abi: riskParametersAbi,
      functionName: 'parameters',
      args: [LOCAL_MARKET_ID],
    })
    expect(values).toMatchObject({
      bandPips: 25_000,
      aggressivenessPips: 1_000_000,
      maxTradeUsd: 2 ** 40 - 1,
      intervalSec: settings.epochSec,
      lotPips: 0,
      returnPips: 0,
    })
    expect([status, ageSec]).toEqual([1, 0])
  })

  test('error: a chain that is silent', async () => {
    const { stack } = demo
    const silent = { ...stack, urls: { rpc: 'http://127.0.0.1:9' } }
    const error = await deployControlVaults(silent).catch((cause) => cause)
    expect(error).toBeInstanceOf(StackChainError)
    expect(error.message).toMatch(
      /^deploying the control vaults failed \(.*\); start the stack again$/,
    )
  })
})

describe('fundVaults', () => {
  test('error: too early, before the pool has a mean price', async () => {
    const { stack } = demo
    const { venue, vault } = stack.addresses
    const error = await fundVaults(stack, [control, vault], NAV_USD6).catch((cause) => cause)
    expect(error).toBeInstanceOf(VaultClosedError)
    expect(error.vault).toBe(control)
    expect(error.message).toMatch(/its pool has to remember 600 s/)
    for (const address of [control, vault]) {
      const balance = { address: venue.dollar, abi: erc20Abi, functionName: 'balanceOf' } as const
      expect(await demo.client.readContract({ ...balance, args: [address] })).toBe(0n)
    }
  })

  test('default: both vaults get the same, half and half, and the trader all shares', async () => {
    const { stack, client } = demo
    const { venue, vault } = stack.addresses
    await passSilence(client)
    await fundVaults(stack, [vault, control], NAV_USD6)
    const holdings = [vault, control].map(async (address) => {
      const at = { address, abi: vaultAbi } as const
      const share = { address, abi: erc20Abi } as const
      const [plan, supply, owned, quote, risky] = await Promise.all([
        client.readContract({ ...at, functionName: 'previewRebalance' }),
        client.readContract({ ...share, functionName: 'totalSupply' }),
        client.readContract({
          ...share,
          functionName: 'balanceOf',
          args: [localAccounts.trader.address],
        }),
        ...[venue.dollar, venue.weth].map((token) =>
          client.readContract({
            address: token,
            abi: erc20Abi,
            functionName: 'balanceOf',
            args: [address],
          }),
        ),
      ])
      expect(owned).toBe(supply)
      // Within a tick of one another spot and mean price are the same to 0.01 %.
      expect(Math.abs(plan.weightPips - 500_000)).toBeLessThan(100)
      expect(Number(plan.navQuote) / Number(NAV_USD6)).toBeCloseTo(1, 3)
      return [quote, risky]
    })
    const [own, other] = await Promise.all(holdings)
    expect(own).toEqual(other)
    expect(own?.[0]).toBe(NAV_USD6 / 2n)
  })
})
