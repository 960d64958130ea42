import {
  BaseError,
  ExecutionRevertedError,
  parseTransaction,
  type TransactionSerializableEIP1559,
} from 'viem'
import { decodeError } from '../decodeError.ts'
import { describeFailure } from '../describeFailure.ts'
import type { SignedTransaction, TransactionRecord } from '../journal/journal.ts'
import { checkSpending, type SpendingObjection } from './checkSpending.ts'
import type { Call, SubmitContext, TrialBlock } from './context.ts'
import { computeFees, type Fees, raiseFees } from './fees.ts'

/** Why there is no transaction. `detail` is one line for a log. */
export type PrepareObjection =
  | SpendingObjection
  | { reason: 'refused' | 'fee-above-budget'; refusal?: string | undefined; detail: string }

/** A transaction that can be signed, and paid at its dearest. */
export interface PreparedTransaction extends Omit<SignedTransaction, 'hash' | 'rawTransaction'> {
  transaction: TransactionSerializableEIP1559
}

const DAY_SEC = 86_400
/** The most gas that a transaction may ask for since Osaka (EIP-7825). */
const MOST_GAS = 16_777_216n

/**
 * Makes the transaction for a draft: with the account's next nonce, or, to replace `open`, with theirs and fees above
 * the last one's. Without a draft it is the last one of `open`, dearer.
 */
export async function prepareTransaction<Draft>(
  context: SubmitContext<Draft>,
  draft: Draft | undefined,
  open: readonly TransactionRecord[],
  blockTag: TrialBlock,
): Promise<PreparedTransaction | PrepareObjection> {
  const { client, account, chainId, errand, journal, settings, clock } = context
  const { address } = account
  const { call, subject, limitWei } =
    draft === undefined
      ? readOpen(open)
      : {
          call: errand.toCall(draft),
          subject: errand.toSubject(draft),
          limitWei: errand.getLimitWei(draft),
        }
  // Together: a transaction is late by each answer that is waited for.
  const [block, balanceWei, estimate, nonce] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.getBalance({ address, blockTag: 'latest' }),
    estimateGas(context, call, blockTag),
    open[0]?.nonce ?? client.getTransactionCount({ address }),
  ])
  const fees = chooseFees(context, block.baseFeePerGas ?? 0n, open.at(-1))
  if (fees === undefined) {
    const detail = `the base fee is ${block.baseFeePerGas} wei, the budget ${settings.budgetPerGas} a unit of gas`
    return { reason: 'fee-above-budget', detail }
  }
  if (typeof estimate !== 'bigint') return { reason: 'refused', ...estimate }
  // The state may move before the transaction gets in, and cost another slot.
  const roomyGas = (estimate * 5n) / 4n
  const gas = roomyGas > MOST_GAS && estimate <= MOST_GAS ? MOST_GAS : roomyGas
  const maxCostWei = gas * fees.maxFeePerGas + (call.value ?? 0n)

  const sender = { chainId, account: address }
  const now = clock()
  const recordedWei = await journal.sumSpentWei(sender, now - DAY_SEC)
  const spentWei = recordedWei - dearest(open)
  const { dailyBudgetWei } = settings
  // A replaced transaction may still be the one that gets in.
  const atMostWei = dearest([...open, { maxCostWei }])
  const objection = checkSpending({
    account: address,
    maxCostWei: atMostWei,
    balanceWei,
    spentWei,
    dailyBudgetWei,
    limitWei,
  })
  if (objection) return objection

  const transaction = { type: 'eip1559', chainId, nonce, ...call, gas, ...fees } as const
  return { ...sender, nonce, subject, maxCostWei, signedAt: now, transaction }
}

function readOpen(open: readonly TransactionRecord[]) {
  const last = open.at(-1)
  if (last === undefined) throw new Error('there is neither a draft nor an open transaction')
  const { to, data = '0x', value } = parseTransaction(last.rawTransaction)
  return { call: { to, data, value } as Call, subject: last.subject, limitWei: undefined }
}

function chooseFees<Draft>(
  { settings }: SubmitContext<Draft>,
  baseFeePerGas: bigint,
  last: TransactionRecord | undefined,
): Fees | undefined {
  const { tipPerGas, budgetPerGas } = settings
  const wanted = computeFees({ baseFeePerGas, tipPerGas, budgetPerGas })
  // Below the base fee no block can include it.
  if (wanted.maxFeePerGas < baseFeePerGas) return undefined
  return last ? raiseFees(readFees(last), wanted, budgetPerGas) : wanted
}

function readFees({ rawTransaction }: TransactionRecord): Fees {
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(rawTransaction)
  return { maxFeePerGas, maxPriorityFeePerGas }
}

/** The gas, or why the call would revert: the very bytes that would be sent, from the account that would send them. */
async function estimateGas<Draft>(
  { client, account }: SubmitContext<Draft>,
  call: Call,
  blockTag: TrialBlock,
): Promise<bigint | { refusal: string | undefined; detail: string }> {
  try {
    return await client.estimateGas({ account: account.address, ...call, blockTag })
  } catch (error) {
    const isRevert =
      error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError)
    if (!isRevert) throw error
    return { refusal: decodeError(error)?.name, detail: describeFailure(error) }
  }
}

function dearest(transactions: readonly Pick<SignedTransaction, 'maxCostWei'>[]): bigint {
  const costs = transactions.map(({ maxCostWei }) => maxCostWei)
  return costs.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n
}
