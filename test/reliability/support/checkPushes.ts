import { isDeepStrictEqual } from 'node:util'
import { decodeFunctionData } from 'viem'
import { riskParametersAbi } from '../../../abi/index.ts'
import { fetchClosedObservation } from '../../../bot/sources/fetchObservation.ts'
import { readLogs } from '../../../client/logs/readLogs.ts'
import { loadCore } from '../../../core/index.ts'
import { createQueryClient } from '../../../query/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { createChainReader, readHeaders } from '../../../verify/readChain.ts'
import { readMarkets, type Update } from '../../../verify/readUpdates.ts'
import { verifyUpdate } from '../../../verify/verifyUpdate.ts'
import type { ReplicaStack } from './replicaStack.ts'
import { waitForIndex } from './waitForIndex.ts'

/**
 * Rechecks what the contract took on the chain as it is now, from a block on: the evidence's block is on it; the
 * observation is the one that raw headers and logs give, and the one that the index has; target, bounds and stored
 * value are the core's.
 *
 * @returns how many there were.
 * @throws Error with what differs.
 */
export async function checkPushes(own: ReplicaStack, fromBlock: bigint): Promise<number> {
  const { stack } = own
  const { governance, venue } = stack.addresses
  const { riskParameters } = governance
  const client = createChainReader(stack.urls.rpc)
  const { number: last } = await client.getBlock()
  const startBlock = BigInt(governance.startBlock)
  const [headers, poolLogs, ownLogs, core] = await Promise.all([
    readHeaders(client, startBlock, last),
    readLogs(client, { addresses: [venue.pool] }, startBlock, last),
    readLogs(client, { addresses: [riskParameters] }, startBlock, last),
    loadCore(),
  ])
  const market = readMarkets(ownLogs).get(LOCAL_MARKET_ID)
  if (market === undefined) throw new Error('the chain does not have the market')
  const wasm = {
    name: 'Wasm',
    evaluateBatch: async (rows: Parameters<typeof core.evaluateBatch>[0]) =>
      core.evaluateBatch(rows),
    applyBoundsBatch: async (cases: Parameters<typeof core.applyBoundsBatch>[0]) =>
      core.applyBoundsBatch(cases),
  }
  const evidence = {
    client,
    riskParameters,
    core,
    engines: [wasm],
    headers,
    market,
    poolLogs: new Map([[venue.pool, poolLogs]]),
  }
  const updates = market.updates.filter(({ blockNumber }) => blockNumber >= fromBlock)
  const index = createQueryClient({ url: stack.urls.graphql ?? '' })
  const pinned = await waitForIndex(own)

  async function check(update: Update): Promise<string[]> {
    const { input } = await client.getTransaction({ hash: update.transactionHash })
    const { functionName, args } = decodeFunctionData({ abi: riskParametersAbi, data: input })
    if (functionName !== 'push') return [`it came by ${functionName}`]
    const [{ blockHash, blockNumber }] = args
    const { hash } = await client.getBlock({ blockNumber })
    if (hash !== blockHash) return [`block ${blockNumber} is ${hash}, reported was ${blockHash}`]
    const indexed = await fetchClosedObservation(index, LOCAL_MARKET_ID, blockHash, pinned)
    const reported = { observation: update.observation, observedAt: update.observedAt }
    const measured = indexed && {
      observation: indexed.observation,
      observedAt: indexed.block.timestamp,
    }
    const steps = await verifyUpdate(evidence, update)
    return [
      ...steps.flatMap(({ name, differences }) => differences.map((text) => `${name}: ${text}`)),
      ...(isDeepStrictEqual(measured, reported) ? [] : ['the index has another observation']),
    ]
  }

  for (const update of updates) {
    const [difference] = await check(update)
    if (difference === undefined) continue
    throw new Error(`the update of ${update.observedAt} is wrong: ${difference}`)
  }
  return updates.length
}
