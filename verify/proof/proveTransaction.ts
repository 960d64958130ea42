import { type Hex, numberToHex, type RpcBlock } from 'viem'
import { askNode } from '../askNode.ts'
import { compare, createStep, differ, type Step } from '../compare.ts'
import type { Evidence } from '../evidence.ts'
import type { Update } from '../readUpdates.ts'
import { findHeader, type ProvenHeader } from './header.ts'
import type { LogsProof } from './proveLogs.ts'
import { checkTransactions } from './transactions.ts'

/**
 * Whether the transaction that an update is said to come from is the one whose receipt has its event, by the bytes of all
 * transactions of its block.
 *
 * @param logs - Their proof, which tells the event's place in the block.
 * @throws VerifySourceError if the node fails.
 */
export async function proveTransaction(
  { client }: Pick<Evidence, 'client'>,
  logs: LogsProof,
  headers: readonly ProvenHeader[],
  { blockNumber, logIndex, transactionHash }: Update,
): Promise<Step> {
  const { transactionsRoot } = findHeader(headers, blockNumber)
  const request = { method: 'eth_getBlockByNumber', params: [numberToHex(blockNumber), true] }
  const { transactions } = (await askNode(
    client.request(request as never),
    `block ${blockNumber} with its transactions`,
  )) as RpcBlock<'latest', true>
  const text = `${transactions.length} transactions of block ${blockNumber}`
  const checked = checkTransactions(transactions, transactionsRoot)
  if (!checked.isProven && checked.unknownType === undefined) {
    const fault = 'the transactions do not give the root that the header has'
    return createStep('transaction', text, differ(fault))
  }
  const place = logs.blocks.get(blockNumber)?.logs.get(logIndex)?.transactionIndex
  if (!checked.isProven || place === undefined) {
    const why = checked.isProven
      ? 'the receipts of its block are not proven'
      : `its block holds one of type ${checked.unknownType}`
    const step = createStep('transaction', text)
    step.caveats = [`which transaction the event is of is as the node tells it: ${why}`]
    return step
  }
  const told = await askNode(
    client.getTransaction({ hash: transactionHash }),
    `the transaction ${transactionHash}`,
  )
  const own = transactions[place]
  return createStep(
    'transaction',
    text,
    compare('transaction of the event', transactionHash, checked.hashes[place]),
    compare('called contract', lower(told.to), lower(own?.to)),
    compare('input', told.input, own?.input),
  )
}

const lower = (hex: Hex | null | undefined): string => hex?.toLowerCase() ?? 'none'
