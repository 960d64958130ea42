import {
  type Address,
  isAddressEqual,
  type Log,
  type PublicClient,
  parseEventLogs,
  toEventSelector,
} from 'viem'
import { getAbiItem } from 'viem/utils'
import { tokenAbi } from '../abi/index.ts'
import { readLogs } from './logs/readLogs.ts'

const delegateChanged = toEventSelector(getAbiItem({ abi: tokenAbi, name: 'DelegateChanged' }))

/** An account that lets another cast its votes. */
export interface Delegator {
  account: Address
  /** 18 decimals. */
  tokens: bigint
}

/**
 * The accounts that delegate to an account now, the largest first, from the token's events; accounts without tokens are left out.
 * The account itself is left out as well.
 *
 * @throws IncompleteLogsError if the node is known to have left out some.
 */
export async function readDelegators(
  client: PublicClient,
  token: Address,
  startBlock: bigint,
  delegate: Address,
): Promise<Delegator[]> {
  const filter = { addresses: [token], topics: [delegateChanged] }
  const logs = await readLogs(client, filter, startBlock, await client.getBlockNumber())
  const events = parseEventLogs({
    abi: tokenAbi,
    eventName: 'DelegateChanged',
    logs: logs as Log<bigint, number, false>[],
  }).filter(({ args }) => isAddressEqual(args.toDelegate, delegate))
  const accounts = [...new Set(events.map(({ args }) => args.delegator))]
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
