import { type Address, isAddressEqual, type PublicClient, zeroAddress } from 'viem'
import { tokenAbi } from '../abi/index.ts'

/** An account's holdings at the time of the next block. Tokens and votes have 18 decimals. */
export interface Holding {
  account: Address
  etherWei: bigint
  tokens: bigint
  /** The delegate that casts the votes of its tokens; undefined if there is none. */
  delegate: Address | undefined
  /** Votes that it would have in a vote that began now: of its own tokens, if it is its own delegate, and of delegators. */
  votes: bigint
  /** Of `votes`, those that others gave it. */
  votesOfOthers: bigint
}

/** Reads what an account has. */
export async function readHolding(
  client: PublicClient,
  token: Address,
  account: Address,
): Promise<Holding> {
  const at = { address: token, abi: tokenAbi, args: [account], blockTag: 'pending' } as const
  const [etherWei, tokens, named, votes] = await Promise.all([
    client.getBalance({ address: account }),
    client.readContract({ ...at, functionName: 'balanceOf' }),
    client.readContract({ ...at, functionName: 'delegates' }),
    client.readContract({ ...at, functionName: 'getVotes' }),
  ])
  const delegate = isAddressEqual(named, zeroAddress) ? undefined : named
  const isOwn = delegate !== undefined && isAddressEqual(delegate, account)
  return {
    account,
    etherWei,
    tokens,
    delegate,
    votes,
    votesOfOthers: votes - (isOwn ? tokens : 0n),
  }
}
