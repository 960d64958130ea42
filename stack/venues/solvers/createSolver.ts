import { type Address, BaseError, concat, erc20Abi, type Hex, numberToHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { intentVaultAbi } from '../../../abi/index.ts'
import { isLoopback } from '../../../http/isLoopback.ts'
import { sleep } from '../../../http/sleep.ts'
import { type ChainClient, createChainClient, send } from '../../local/chainClient.ts'
import type { Venue } from '../../local/deployVenue.ts'
import { StackChainError } from '../../local/errors.ts'
import { settlementAbi } from '../settlementAbi.ts'
import { createInventory, createPoolLiquidity, type Liquidity } from './liquidity.ts'

export interface SolverOptions {
  /** Of a node on this machine. */
  url: string
  settlement: Address
  /** The vaults whose orders it fills. */
  vaults: readonly Address[]
  venue: Venue
  /** On the settlement's allow-list. */
  account: HDAccount
  /** What it pays with: the pool's liquidity, or tokens of its own. */
  source: 'pool' | 'inventory'
  /** The least that it earns, as a part of what the sale brings, 1e6 = 100 %. */
  marginPips: bigint
}

/** What a look at one vault led to. */
export type SolverStep =
  /** There is no order that may be filled; `state` as `OrderState` counts. */
  | { type: 'idle'; state: number }
  /** It would earn less than its margin, 1e6 = 100 %. */
  | { type: 'waiting'; gainPips: bigint }
  | { type: 'filled'; hash: Hex; buyAmount: bigint; gasUsed: bigint }
  /** Somebody was faster, or the price moved; `reason` is one line. */
  | { type: 'refused'; reason: string }

export interface Solver {
  /** Looks at one vault, and fills its order if that pays. */
  step(vault: Address): Promise<SolverStep>
  /** Looks at all vaults, again and again, until `stop`, which waits for the look under way. */
  start(pollMs: number): { stop(): Promise<void> }
}

const VALID = 0
const ONE_PIPS = 1_000_000n
/** A sale, all or nothing, between plain balances, signed by a contract (EIP-1271). */
const FLAGS = 2n << 5n

/**
 * Fills a vault's order as soon as what it sells is worth `marginPips` more than the least that the vault takes at that
 * moment. The order gives way second by second: of several solvers the one with the least margin comes first.
 *
 * @throws StackChainError if the node is not on this machine: its keys are public.
 */
export function createSolver(options: SolverOptions): Solver {
  const { url, account, settlement, marginPips } = options
  if (!isLoopback(url)) {
    throw new StackChainError(
      `a solver of the local stack wants a node on this machine, not ${url}`,
    )
  }
  const client = createChainClient(url)
  const liquidity = createLiquidity(client, options)

  async function step(vault: Address): Promise<SolverStep> {
    // As of the block that would hold it: the price goes with the time.
    const [state, order] = await client.readContract({
      address: vault,
      abi: intentVaultAbi,
      functionName: 'currentOrder',
      blockTag: 'pending',
    })
    if (state !== VALID) return { type: 'idle', state }
    const { sellToken, buyToken, sellAmount, buyAmount } = order
    const worth = await liquidity.quote(order)
    const gainPips = worth === 0n ? -ONE_PIPS : ((worth - buyAmount) * ONE_PIPS) / worth
    if (gainPips < marginPips) return { type: 'waiting', gainPips }
    try {
      const interactions = await liquidity.plan(order, buyAmount, worth)
      const trade = {
        sellTokenIndex: 0n,
        buyTokenIndex: 1n,
        receiver: order.receiver,
        sellAmount,
        buyAmount,
        validTo: order.validTo,
        appData: order.appData,
        feeAmount: 0n,
        flags: FLAGS,
        executedAmount: 0n,
        signature: concat([vault, numberToHex(buyAmount, { size: 32 })]),
      }
      const receipt = await send(client, account, {
        address: settlement,
        abi: settlementAbi,
        functionName: 'settle',
        args: [[sellToken, buyToken], [buyAmount, sellAmount], [trade], [[], interactions, []]],
      })
      const { transactionHash: hash, gasUsed } = receipt
      return { type: 'filled', hash, buyAmount, gasUsed }
    } catch (error) {
      if (!(error instanceof BaseError) && !(error instanceof StackChainError)) throw error
      return { type: 'refused', reason: error.message.split('\n')[0] ?? '' }
    }
  }

  return {
    step,
    start(pollMs) {
      const control = new AbortController()
      const run = async () => {
        while (!control.signal.aborted) {
          for (const vault of options.vaults) await step(vault)
          await sleep(pollMs, control.signal).catch(() => undefined)
        }
      }
      const running = run()
      return {
        async stop() {
          control.abort()
          await running
        },
      }
    },
  }
}

function createLiquidity(
  client: ChainClient,
  { source, venue, settlement, account }: SolverOptions,
): Liquidity {
  const solver = account.address
  if (source === 'pool') return createPoolLiquidity(client, venue, { settlement, solver })
  return createInventory(client, venue, {
    settlement,
    solver,
    approve: (token, amount) =>
      send(client, account, {
        address: token,
        abi: erc20Abi,
        functionName: 'approve',
        args: [settlement, amount],
      }),
  })
}
