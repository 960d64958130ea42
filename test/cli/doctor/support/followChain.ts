import { numberToHex } from 'viem'
import type { ChainClient } from '../../../../stack/local/chainClient.ts'
import { type FakeIndex, startIndex } from '../../../query/support/startIndex.ts'

/** An index that has a block of the chain, the latest without a number, as its newest. */
export async function showBlock(
  index: FakeIndex,
  client: ChainClient,
  blockNumber?: bigint,
): Promise<void> {
  const { number, hash, timestamp } = await client.getBlock(
    blockNumber === undefined ? { blockTag: 'latest' } : { blockNumber },
  )
  index.newest = { number: Number(number), hash: hash ?? '', timestamp: Number(timestamp) }
}

/** Starts an index that has what the chain has, and an observation that the chain's latest block closed. */
export async function startFollowingIndex(client: ChainClient): Promise<FakeIndex> {
  const index = await startIndex()
  await showBlock(index, client)
  const { number, hash, timestamp } = index.newest
  const latestObservation = {
    blockNumber: `${number}`,
    blockHash: hash,
    observedAt: `${timestamp}`,
    baseFeePerGas: '30000000000',
    gasUsedRatioPips: '500000',
    nativePriceUsd6: '1715000000',
    depthUsd6: '32500000000000',
    depthRefUsd6: '33000000000000',
    varianceWad: '1',
    navUsd6: '10000000000000',
    dataFeeWei: '0',
    curvaturePips: '0',
    horizonSec: '0',
  }
  // Windows are nothing that it serves by itself.
  index.intercept = (answer) => {
    if (!/marketWindow/.test(JSON.stringify(answer))) return undefined
    const _meta = { block: { hash: index.newest.hash } }
    return { body: JSON.stringify({ data: { _meta, marketWindow: { latestObservation } } }) }
  }
  return index
}

/** A block more, some seconds after the last. */
export async function mine(client: ChainClient, sec = 1n): Promise<void> {
  const { timestamp } = await client.getBlock()
  const params = [{ timestamp: numberToHex(timestamp + sec) }]
  await client.request({ method: 'evm_mine', params } as never)
}
