import type { Address } from 'viem'
import { type Holding, readHolding } from '../../../client/readHolding.ts'
import { type Reading, useReading } from '../../data/useReading.ts'

/** What an account has, as of the next block. */
export function useHolding(account: Address): Reading<Holding> {
  return useReading({
    key: ['holding', account],
    isLive: true,
    read: ({ client, network }) => readHolding(client, network.addresses.token, account),
  })
}
