import { type Abi, type Address, parseAbi, parseEther } from 'viem'
import { intentVaultAbi, positionVaultAbi, vaultAbi } from '../../../abi/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { send } from '../../../stack/local/chainClient.ts'
import {
  deployIntentVault,
  deploySettlement,
  type Settlement,
} from '../../../stack/venues/deploySettlement.ts'
import {
  createSolver,
  type Solver,
  type SolverOptions,
  type SolverStep,
} from '../../../stack/venues/solvers/createSolver.ts'
import { solverAccounts } from '../../../stack/venues/solvers/solverAccounts.ts'
import { eagerParameters, startWorld, type World } from './startWorld.ts'

const MAX_TRADE_USD = 50_000n
export const INTERVAL_SEC = 600
const PREMIUM_PIPS = 1_000
export const CAP_PIPS = 10_000
export const DEVIATION_PIPS = 20_000
const DEPOSIT_USD6 = 1_000_000_000_000n
const INVENTORY = { usd6: 10_000_000_000_000n, wad: parseEther('5000') }

/** `enum Action`. */
export const action = { none: 0, trade: 1, cut: 2, order: 6, close: 7 } as const
/** `enum OrderState`. */
export const orderState = {
  valid: 0,
  none: 1,
  filled: 2,
  expired: 3,
  notDue: 4,
  tooLarge: 5,
} as const

const tokenAbi = parseAbi(['function approve(address, uint256) returns (bool)'])
/** What refuses in any of the contracts that a call may reach. */
const abi = [...vaultAbi, ...positionVaultAbi, ...intentVaultAbi] as Abi

/** A world with the settlement, two solvers, and two vaults of $1M that want to buy ether: one by order, one by swap. */
export interface OrderWorld extends World {
  settlement: Settlement
  /** With orders. */
  vault: Address
  /** The same without. */
  plainVault: Address
  /** Fills from the pool for 0.1 %. */
  poolSolver: Solver
  /** Fills from its own tokens for 0.2 %. */
  inventorySolver: Solver
  act(): Promise<{ action: number; gasUsed: bigint }>
  readAction(): Promise<{ action: number; reason: number }>
  readState(): Promise<number>
  holdings(vault: Address): Promise<{ usd6: bigint; wad: bigint }>
  /** Lets time pass, ten seconds at a time, and lets the solvers look after each, until one fills or `maxSec` are over. */
  fill(
    solvers: readonly Solver[],
    maxSec?: number,
  ): Promise<Extract<SolverStep, { type: 'filled' }> | undefined>
}

export async function startOrderWorld(): Promise<OrderWorld> {
  const world = await startWorld()
  try {
    return await addOrders(world)
  } catch (error) {
    await world.stop()
    throw error
  }
}

async function addOrders(world: World): Promise<OrderWorld> {
  const { client, venue, url } = world
  const { operator } = localAccounts
  const settlement = await deploySettlement(client, solverAccounts)
  const riskParameters = await world.deployParameters({
    ...eagerParameters,
    maxTradeUsd: MAX_TRADE_USD,
    intervalSec: BigInt(INTERVAL_SEC),
  })
  const settings = {
    riskParameters,
    marketId: world.marketId,
    factory: venue.factory,
    quoteToken: venue.dollar,
    riskyToken: venue.weth,
    poolFeePips: venue.feePips,
    mode: 0,
    weightPips: 500_000,
    floorPips: 0,
    epochSec: 600,
    slippageCapPips: CAP_PIPS,
    twapWindowSec: 1_800,
    maxDeviationPips: DEVIATION_PIPS,
  }
  const terms = { patiencePips: 1_000_000, premiumPips: PREMIUM_PIPS }
  const vault = await deployIntentVault(client, settlement, settings, terms)
  const plainVault = await world.deploy('RebalancingVault', 'vault/RebalancingVault', [
    'Vault without orders',
    'gSWP',
    settings,
  ])
  for (const each of [vault, plainVault]) {
    await world.give(operator.address, { usd6: DEPOSIT_USD6 })
    await world.call(operator, venue.dollar, tokenAbi, 'approve', [each, DEPOSIT_USD6])
    await world.call(operator, each, vaultAbi, 'deposit', [DEPOSIT_USD6, operator.address])
  }
  const [poolAccount, inventoryAccount] = solverAccounts
  await world.give(inventoryAccount.address, INVENTORY)
  await world.pass(3_600)

  const shared = { url, settlement: settlement.address, vaults: [vault], venue } as const
  const solver = (rest: Pick<SolverOptions, 'account' | 'source' | 'marginPips'>) =>
    createSolver({ ...shared, ...rest })
  const onVault = { address: vault, blockTag: 'pending' } as const
  return {
    ...world,
    settlement,
    vault,
    plainVault,
    poolSolver: solver({ account: poolAccount, source: 'pool', marginPips: 1_000n }),
    inventorySolver: solver({
      account: inventoryAccount,
      source: 'inventory',
      marginPips: 2_000n,
    }),
    async act() {
      const due = await client.readContract({
        ...onVault,
        abi: positionVaultAbi,
        functionName: 'previewAction',
      })
      const { gasUsed } = await send(client, operator, {
        address: vault,
        abi,
        functionName: 'act',
        args: [],
      })
      return { action: due.action, gasUsed }
    },
    async readAction() {
      return client.readContract({
        ...onVault,
        abi: positionVaultAbi,
        functionName: 'previewAction',
      })
    },
    async readState() {
      const [state] = await client.readContract({
        ...onVault,
        abi: intentVaultAbi,
        functionName: 'currentOrder',
      })
      return state
    },
    async holdings(of) {
      return {
        usd6: await world.balanceOf(venue.dollar, of),
        wad: await world.balanceOf(venue.weth, of),
      }
    },
    async fill(solvers, maxSec = INTERVAL_SEC - 20) {
      for (let sec = 0; sec < maxSec; sec += 10) {
        await world.pass(10)
        for (const each of solvers) {
          const step = await each.step(vault)
          if (step.type === 'filled') return step
        }
      }
      return undefined
    },
  }
}
