import { type Hex, type TransactionReceipt, TransactionReceiptNotFoundError } from 'viem'
import type { Settlement, TransactionRecord } from '../journal/journal.ts'
import type { SubmitContext } from './context.ts'

type Asking<Draft> = Pick<SubmitContext<Draft>, 'client' | 'errand' | 'settings'>

/** Where the nonce of open transactions is: in no block, in one that may still go, or over. */
export type Standing =
  | { type: 'no-block' }
  | { type: 'shallow'; hash?: Hex; depth: bigint }
  | { type: 'over'; settlement: Omit<Settlement, 'settledAt'> }

/**
 * Looks up by hash, and then by nonce, what became of transactions with one nonce.
 *
 * @throws ReadBackError if a node's receipt and its state contradict each other.
 */
export async function findOutcome<Draft>(
  context: Asking<Draft>,
  open: readonly TransactionRecord[],
): Promise<Standing> {
  const { client, errand, settings } = context
  const { number: latest } = await client.getBlock({ blockTag: 'latest' })
  for (const record of open) {
    const receipt = await findReceipt(context, record.hash)
    if (receipt === undefined) continue
    // The latest block may be older than the receipt: it was asked for before.
    const depth = latest - receipt.blockNumber + 1n
    if (depth < settings.requiredDepth) return { type: 'shallow', hash: record.hash, depth }
    // A node keeps receipts of blocks that are no longer on its chain for a while.
    const { hash } = await client.getBlock({ blockNumber: receipt.blockNumber })
    if (hash !== receipt.blockHash) continue
    const feeWei = receipt.gasUsed * receipt.effectiveGasPrice
    const outcome = receipt.status === 'success' ? 'taken' : 'reverted'
    if (outcome === 'taken') await errand.readBack(client, record, receipt)
    return { type: 'over', settlement: { hash: record.hash, outcome, feeWei } }
  }
  return findNonce(context, open, latest)
}

/** Whether a transaction that is not in the journal has the nonce: the key was used elsewhere. */
async function findNonce<Draft>(
  { client, settings }: Asking<Draft>,
  open: readonly TransactionRecord[],
  latest: bigint,
): Promise<Standing> {
  const [first] = open
  if (first === undefined) return { type: 'no-block' }
  const countAt = (blockNumber: bigint) =>
    client.getTransactionCount({ address: first.account, blockNumber })
  if ((await countAt(latest)) <= first.nonce) return { type: 'no-block' }
  const deep = latest - settings.requiredDepth + 1n
  if (deep < 0n || (await countAt(deep)) <= first.nonce) return { type: 'shallow', depth: 0n }
  return { type: 'over', settlement: { hash: first.hash, outcome: 'replaced', feeWei: 0n } }
}

async function findReceipt<Draft>(
  { client }: Asking<Draft>,
  hash: Hex,
): Promise<TransactionReceipt | undefined> {
  try {
    return await client.getTransactionReceipt({ hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}
