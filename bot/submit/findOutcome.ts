import {
  type Hex,
  parseEventLogs,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../../abi/index.ts'
import { fromAbiState } from '../../client/readValues.ts'
import { parameterFields, unpackUpdate } from '../../core/index.ts'
import type { PushRecord, Settlement } from '../journal/journal.ts'
import type { SubmitContext } from './context.ts'
import { ReadBackError } from './errors.ts'

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
export async function findOutcome(
  context: Pick<SubmitContext, 'client' | 'scope' | 'settings'>,
  open: readonly PushRecord[],
): Promise<Standing> {
  const { client, settings } = context
  const { number: latest } = await client.getBlock({ blockTag: 'latest' })
  for (const push of open) {
    const receipt = await findReceipt(context, push.hash)
    if (receipt === undefined) continue
    // The latest block may be older than the receipt: it was asked for before.
    const depth = latest - receipt.blockNumber + 1n
    if (depth < settings.requiredDepth) return { type: 'shallow', hash: push.hash, depth }
    // A node keeps receipts of blocks that are no longer on its chain for a while.
    const { hash } = await client.getBlock({ blockNumber: receipt.blockNumber })
    if (hash !== receipt.blockHash) continue
    const feeWei = receipt.gasUsed * receipt.effectiveGasPrice
    const outcome = receipt.status === 'success' ? 'taken' : 'reverted'
    if (outcome === 'taken') await readBack(context, push, receipt)
    return { type: 'over', settlement: { hash: push.hash, outcome, feeWei } }
  }
  return findNonce(context, open, latest)
}

/** Whether a transaction that is not in the journal has the nonce: the key was used elsewhere. */
async function findNonce(
  { client, settings }: Pick<SubmitContext, 'client' | 'settings'>,
  open: readonly PushRecord[],
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

async function findReceipt(
  { client }: Pick<SubmitContext, 'client'>,
  hash: Hex,
): Promise<TransactionReceipt | undefined> {
  try {
    return await client.getTransactionReceipt({ hash })
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined
    throw error
  }
}

/** Checks that the value in the receipt's event is in force at the end of its block, unless later evidence came in it. */
async function readBack(
  { client, scope }: Pick<SubmitContext, 'client' | 'scope'>,
  { hash, report }: PushRecord,
  receipt: TransactionReceipt,
): Promise<void> {
  const address = scope.riskParameters
  const ours = receipt.logs.filter((log) => log.address.toLowerCase() === address.toLowerCase())
  const events = parseEventLogs({
    abi: riskParametersEvents,
    eventName: 'Updated',
    logs: ours,
  })
  const update = events
    .filter(({ args }) => args.marketId.toLowerCase() === report.marketId.toLowerCase())
    .map(({ args }) => unpackUpdate(args.words))
    .find(({ observedAt }) => observedAt === report.observedAt)
  if (update === undefined)
    throw new ReadBackError(hash, 'its receipt has no event with the new value')
  const state = fromAbiState(
    await client.readContract({
      address,
      abi: riskParametersAbi,
      functionName: 'marketState',
      args: [report.marketId],
      blockNumber: receipt.blockNumber,
    }),
  )
  if (state.observedAt > report.observedAt) return
  const field = parameterFields.find((name) => state.values[name] !== update.newValues[name])
  if (state.observedAt === report.observedAt && field === undefined) return
  const place =
    field === undefined ? `evidence of ${state.observedAt}` : `${field} ${state.values[field]}`
  throw new ReadBackError(hash, `the market has ${place} at its end, which differs from the event`)
}
