import type { Address, PublicClient } from 'viem'
import { readPlans } from '../../client/vaults/readVault.ts'
import { readVaultLogs, type VaultLogs } from '../../client/vaults/readVaultLogs.ts'
import type { Session } from '../network/session.ts'
import {
  chooseBlocks,
  type DatedPlan,
  type DatedTrade,
  skipSetUp,
  type VaultHistory,
} from './history.ts'
import { type IndexedTrades, readIndexedTrades } from './readIndexedTrades.ts'

/** Blocks at which a vault is looked at, spread over its life. */
const SAMPLES = 96
/** The most trades whose gas is read. */
const MAX_RECEIPTS = 200

/** What became of some vaults, and where it is from. */
export interface Histories {
  byVault: ReadonlyMap<Address, VaultHistory>
  /** Vaults whose trades the index has. */
  indexed: ReadonlySet<Address>
  /** Why the index was not used; undefined: it was asked, or there is none. */
  indexFailure: unknown
  /** Why no weights of the past are there; undefined: they are. */
  stateFailure: unknown
}

/**
 * Deposits, trades and weights of some vaults since their first deposit. Trades are those of the index where it knows the vault,
 * else the chain's own events.
 *
 * @throws ChainReadError, IncompleteLogsError or viem's errors if the node fails.
 */
export async function readHistories(
  session: Session,
  vaults: readonly Address[],
): Promise<Histories> {
  const { client, network } = session
  const { number: head } = await client.getBlock()
  const [logs, index] = await Promise.all([
    Promise.all(vaults.map((vault) => readVaultLogs(client, vault, network.startBlock, head))),
    readIndexedTrades(session).catch((error: unknown) => ({ error })),
  ])
  const known: IndexedTrades = 'error' in index ? new Map() : index
  const byVault = new Map<Address, VaultHistory>()
  const indexed = new Set<Address>()
  let stateFailure: unknown
  for (const [at, vault] of vaults.entries()) {
    const own = logs[at] as VaultLogs
    const fromIndex = known.get(vault.toLowerCase())
    if (fromIndex !== undefined) indexed.add(vault)
    const trades = fromIndex ?? (await dateTrades(client, own))
    const plans = await samplePlans(client, vault, own, head).catch((error: unknown) => {
      stateFailure ??= error
      return []
    })
    byVault.set(vault, {
      fundedAtBlock: own.fundedAtBlock,
      trades,
      plans,
      gasWei: await readGas(client, trades),
    })
  }
  return {
    byVault,
    indexed,
    indexFailure: 'error' in index ? index.error : undefined,
    stateFailure,
  }
}

async function dateTrades(client: PublicClient, { trades }: VaultLogs): Promise<DatedTrade[]> {
  return Promise.all(
    trades.map(async (trade) => {
      const { timestamp } = await client.getBlock({ blockNumber: trade.blockNumber })
      return Object.assign({}, trade, { blockAt: timestamp })
    }),
  )
}

async function samplePlans(
  client: PublicClient,
  vault: Address,
  { fundedAtBlock, trades }: VaultLogs,
  head: bigint,
): Promise<DatedPlan[]> {
  if (fundedAtBlock === undefined) return []
  const tradeBlocks = trades.map(({ blockNumber }) => blockNumber)
  const numbers = chooseBlocks(fundedAtBlock, head, tradeBlocks, SAMPLES)
  const [plans, blocks] = await Promise.all([
    readPlans(client, vault, numbers),
    Promise.all(numbers.map((blockNumber) => client.getBlock({ blockNumber }))),
  ])
  const dated = plans.flatMap((plan, at) => {
    const block = blocks[at]
    // Without a price or a deposit there is no weight.
    if (block === undefined || plan.navQuote === 0n) return []
    return [{ blockNumber: block.number, at: block.timestamp, plan }]
  })
  return skipSetUp(dated)
}

async function readGas(
  client: PublicClient,
  trades: readonly DatedTrade[],
): Promise<bigint | undefined> {
  if (trades.length > MAX_RECEIPTS) return undefined
  const hashes = [...new Set(trades.map(({ transactionHash }) => transactionHash))]
  const receipts = await Promise.all(hashes.map((hash) => client.getTransactionReceipt({ hash })))
  return receipts.reduce(
    (sum, { gasUsed, effectiveGasPrice }) => sum + gasUsed * effectiveGasPrice,
    0n,
  )
}
