import { type Governed, readConfigs } from '../../client/readMarkets.ts'
import { readMarketList } from './readMarketList.ts'
import { type Reading, useReading } from './useReading.ts'

/** Every market with all that voters have set for it, as the chain has it. */
export function useGoverned(): Reading<Governed> {
  return useReading({
    key: ['governed'],
    isLive: true,
    read: async (session) => {
      const { client, network } = session
      const head = await client.getBlock()
      const ids = await readMarketList(session, head)
      return readConfigs(client, network.addresses.riskParameters, ids, head.number)
    },
  })
}
