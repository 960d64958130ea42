import { type Address, type Log, parseAbi } from 'viem'
import { vaultAbi } from '../../abi/index.ts'
import { decodeRebalanced } from '../../client/vaults/decodeRebalanced.ts'
import { computeSqrtPriceX96 } from '../../observation/tickMath.ts'
import type { ChainClient } from '../local/chainClient.ts'
import type { Rebalance } from './checkVault.ts'
import { countTransfers } from './countTransfers.ts'
import { readParametersAt } from './readParametersAt.ts'

const poolAbi = parseAbi([
  'function observe(uint32[] secondsAgo) view returns (int56[] tickCumulatives, uint160[])',
])

type Settings = Awaited<ReturnType<typeof readSettings>>
type FoundLog = Pick<Log<bigint, number, false>, 'topics' | 'data'> &
  Pick<Log<bigint, number, false>, 'blockNumber' | 'logIndex' | 'transactionHash'>

/**
 * The rebalances of a vault from a block on, in the order of the chain, each with what `checkVault` needs. The node has to
 * have the states of their blocks. The vault's quote is token0 of its pool, as on the local one.
 */
export async function readRebalances(
  client: ChainClient,
  vault: Address,
  fromBlock: bigint,
): Promise<Rebalance[]> {
  const settings = await readSettings(client, vault)
  const logs = await client.getContractEvents({
    address: vault,
    abi: vaultAbi,
    eventName: 'Rebalanced',
    strict: true,
    fromBlock,
    toBlock: 'latest',
  })
  const found: Rebalance[] = []
  for (const log of logs) found.push(await readOne(client, vault, settings, log))
  return found
}

async function readSettings(client: ChainClient, vault: Address) {
  const at = { address: vault, abi: vaultAbi } as const
  const [settings, pool] = await Promise.all([
    client.readContract({ ...at, functionName: 'settings' }),
    client.readContract({ ...at, functionName: 'pool' }),
  ])
  return { ...settings, pool }
}

async function readOne(
  client: ChainClient,
  vault: Address,
  settings: Settings,
  log: FoundLog,
): Promise<Rebalance> {
  const { blockNumber } = log
  const event = decodeRebalanced(log)
  const { timestamp: blockAt } = await client.getBlock({ blockNumber })
  const [parameters, lastAt, meanX96, transfersToCaller] = await Promise.all([
    readParametersAt(client, settings, { blockNumber, logIndex: log.logIndex, blockAt }),
    client.readContract({
      address: vault,
      abi: vaultAbi,
      functionName: 'lastRebalanceAt',
      blockNumber: blockNumber - 1n,
    }),
    readMeanX96(client, settings, blockNumber),
    countTransfers(client, settings, event.caller, log),
  ])
  return {
    ...event,
    blockNumber,
    blockAt,
    parameters,
    // No vault trades twice in one block.
    lastRebalanceAt: BigInt(lastAt),
    riskyValueQuote: (event.riskyAmount << 192n) / meanX96 ** 2n,
    transfersToCaller,
  }
}

/**
 * The root of the mean price that the vault saw: a trade of the same block has no weight in it, so that the end of the
 * block gives it too.
 */
async function readMeanX96(
  client: ChainClient,
  { pool, twapWindowSec }: Settings,
  blockNumber: bigint,
): Promise<bigint> {
  const [[first = 0n, last = 0n]] = await client.readContract({
    address: pool,
    abi: poolAbi,
    functionName: 'observe',
    blockNumber,
    args: [[twapWindowSec, 0]],
  })
  const [change, windowSec] = [last - first, BigInt(twapWindowSec)]
  const isRoundedUp = change < 0n && change % windowSec !== 0n
  return computeSqrtPriceX96(change / windowSec - (isRoundedUp ? 1n : 0n))
}
