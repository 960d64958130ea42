import type { Address, ContractFunctionReturnType, PublicClient } from 'viem'
import { remotePortfolioAbi } from '../../../abi/index.ts'
import { type WholeReason, wholeReasons } from './wholeWords.ts'

type Answer<Name extends 'plan' | 'chains'> = ContractFunctionReturnType<
  typeof remotePortfolioAbi,
  'view',
  Name
>

/** What the portfolio wants done, and what it knows of each chain; home is the first. */
export interface WholeReading {
  reason: WholeReason
  /** Unix seconds, of the block. */
  at: bigint
  plan: Answer<'plan'>
  chains: readonly (Answer<'chains'>[number] & {
    /** Most that an order there may trade, quote's smallest unit. */
    mostQuote: bigint
  })[]
}

/** @throws viem's errors if the node or the contract does not answer; without a mean price it does not. */
export async function readWhole(client: PublicClient, portfolio: Address): Promise<WholeReading> {
  const block = await client.getBlock({ blockTag: 'latest' })
  const at = { address: portfolio, abi: remotePortfolioAbi, blockNumber: block.number } as const
  const [plan, chains] = await Promise.all([
    client.readContract({ ...at, functionName: 'plan' }),
    client.readContract({ ...at, functionName: 'chains' }),
  ])
  const most = await Promise.all(
    chains.map(({ chainId }) =>
      client.readContract({ ...at, functionName: 'most', args: [chainId] }),
    ),
  )
  return {
    reason: wholeReasons[plan.reason] ?? 'no-parameters',
    at: block.timestamp,
    plan,
    chains: chains.map((figures, place) => ({ ...figures, mostQuote: most[place] ?? 0n })),
  }
}
