import type { ChainClient } from '../local/chainClient.ts'
import { planAlignment } from '../venues/alignPerpetual.ts'
import type { Perpetual } from '../venues/deployPerpetual.ts'
import { perpetualAccounts } from '../venues/perpetualAccounts.ts'
import { createBlockSender } from './createBlockSender.ts'

/** The arbitrageur of a replay: before each block he sends the trade that brings the perpetual to its index. */
export function tendPerpetual(client: ChainClient, perpetual: Perpetual): () => Promise<void> {
  const send = createBlockSender(client, perpetualAccounts.arbitrageur)
  return async () => {
    await send(async () => (await planAlignment(client, perpetual))?.call)
  }
}
