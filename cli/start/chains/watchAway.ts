import { readBridge } from '../../../client/bridge/readBridge.ts'
import { connect } from '../../../client/connect.ts'
import { findNetwork, LOCAL_NETWORK } from '../../../client/network/findNetwork.ts'
import type { Across } from '../../../stack/chains/across.ts'
import { remoteMarket } from '../../../stack/chains/remoteMarket.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import type { AwayFrame } from './frame.ts'

/** What is known of the second chain when home is looked at. */
export interface AwayReading {
  away: AwayFrame
  homeAgeSec: bigint | undefined
}

/** Reads the second chain and the messages, as often as it is asked. */
export async function watchAway(stack: Stack, { away }: Across) {
  const network = await findNetwork({ network: LOCAL_NETWORK, dir: stack.folder })
  const home = await connect(stack.urls.rpc, stack.chainId)
  const client = await connect(away.urls.rpc, away.chainId)
  const { min, max } = remoteMarket.bounds

  return {
    async read(): Promise<AwayReading | undefined> {
      const [now, block] = await Promise.all([
        readBridge(network, home, async () => client, [LOCAL_MARKET_ID]),
        client.getBlock(),
      ])
      const market = now?.markets[0]
      const there = market?.away.get(away.chainId)
      if (now === undefined || market === undefined || there === undefined) return undefined
      const { messages, olderCount } = now
      const count = (state: string) => messages.filter((one) => one.state === state).length
      return {
        homeAgeSec: market.home.ageSec,
        away: {
          name: away.name,
          at: block.timestamp,
          blockNumber: block.number,
          baseFeePerGas: block.baseFeePerGas ?? 0n,
          status: there.status,
          ageSec: there.ageSec,
          values: there.values,
          min,
          max,
          held: there.held,
          messages: {
            sent: messages.length + olderCount,
            delivered: count('delivered') + olderCount,
            underWay: count('under-way'),
            failed: count('failed'),
          },
        },
      }
    },
  }
}
