import { type Address, isAddressEqual, type PublicClient } from 'viem'
import { tokenAbi } from '../abi/index.ts'

/** An account that lets another cast its votes. */
export interface Delegator {
  account: Address
  /** 18 decimals. */
  tokens: bigint
}

/**
 * Who lets an account cast his votes now, the largest first, from the token's events; those without tokens are left out.
 * The account itself is none of them.
 */
export async function readDelegators(
  client: PublicClient,
  token: Address,
  startBlock: bigint,
  delegate: Address,
): Promise<Delegator[]> {
  const logs = await client.getContractEvents({
    address: token,
    abi: tokenAbi,
    eventName: 'DelegateChanged',
    args: { toDelegate: delegate },
    fromBlock: startBlock,
    toBlock: 'latest',
    strict: true,
  })
  const accounts = [...new Set(logs.map(({ args }) => args.delegator))]
  const found = await Promise.all(
    accounts.map(async (account) => {
      const at = { address: token, abi: tokenAbi, args: [account], blockTag: 'pending' } as const
      const [current, tokens] = await Promise.all([
        client.readContract({ ...at, functionName: 'delegates' }),
        client.readContract({ ...at, functionName: 'balanceOf' }),
      ])
      return { account, tokens, isCurrent: isAddressEqual(current, delegate) }
    }),
  )
  return found
    .filter(({ account, tokens, isCurrent }) => {
      return isCurrent && tokens > 0n && !isAddressEqual(account, delegate)
    })
    .map(({ account, tokens }) => ({ account, tokens }))
    .sort((left, right) => (left.tokens < right.tokens ? 1 : -1))
}
