import { type Address, erc20Abi } from 'viem'
import type { ChainClient } from '../local/chainClient.ts'
import type { Venue } from '../local/deployVenue.ts'

/** What an account holds, in the tokens' smallest units: 1e6 = $1, 1e18 = one unit of the asset. */
export interface TokenHoldings {
  dollar: bigint
  weth: bigint
}

/** The holdings of each account at the latest block. */
export async function readHoldings(
  client: ChainClient,
  { dollar, weth }: Pick<Venue, 'dollar' | 'weth'>,
  accounts: readonly Address[],
): Promise<TokenHoldings[]> {
  const { number: blockNumber } = await client.getBlock()
  const read = (address: Address, account: Address) =>
    client.readContract({
      address,
      abi: erc20Abi,
      functionName: 'balanceOf',
      args: [account],
      blockNumber,
    })
  return Promise.all(
    accounts.map(async (account) => {
      const [dollars, units] = await Promise.all([read(dollar, account), read(weth, account)])
      return { dollar: dollars, weth: units }
    }),
  )
}
