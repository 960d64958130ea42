import type { PublicClient } from 'viem'
import type { Network } from './network/network.ts'

/** A network, and a client that reads it. */
export interface Reader {
  client: PublicClient
  network: Pick<Network, 'addresses' | 'startBlock'> & Partial<Pick<Network, 'bridge' | 'remotes'>>
}
