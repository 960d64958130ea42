import {
  BaseError,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  parseTransaction,
  type TransactionSerializableEIP1559,
} from 'viem'
import { riskParametersAbi } from '../../abi/index.ts'
import { type Report, toReportArgs } from '../../verify/report.ts'
import { decodeError } from '../decodeError.ts'
import { describeFailure } from '../describeFailure.ts'
import type { PushRecord, SignedPush } from '../journal/journal.ts'
import { packSignatures } from '../packSignatures.ts'
import { checkSpending, type SpendingObjection } from './checkSpending.ts'
import type { Draft, SubmitContext } from './context.ts'
import { computeFees, type Fees, raiseFees } from './fees.ts'
import type { TrialBlock } from './previewReport.ts'

/** Why there is no transaction. `detail` is one line for a log. */
export type PrepareObjection =
  | SpendingObjection
  | { reason: 'refused' | 'fee-above-budget'; refusal?: string | undefined; detail: string }

/** A push that can be signed, and paid at its dearest. */
export interface PreparedPush extends Omit<SignedPush, 'hash' | 'rawTransaction'> {
  transaction: TransactionSerializableEIP1559
}

const DAY_SEC = 86_400

/**
 * Makes the transaction for a draft: with the account's next nonce, or, to replace `open`, with theirs and fees above
 * the last one's.
 */
export async function preparePush(
  context: SubmitContext,
  { report, signatures }: Pick<Draft, 'report' | 'signatures'>,
  open: readonly PushRecord[],
  blockTag: TrialBlock,
): Promise<PreparedPush | PrepareObjection> {
  const { client, account, scope, journal, settings, clock } = context
  const { address } = account
  const data = encodePush(report, signatures)
  // Together: a push is late by each answer that is waited for.
  const [block, balanceWei, estimate, nonce] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.getBalance({ address, blockTag: 'latest' }),
    estimateGas(context, data, blockTag),
    open[0]?.nonce ?? client.getTransactionCount({ address }),
  ])
  const fees = chooseFees(context, block.baseFeePerGas ?? 0n, open.at(-1))
  if (fees === undefined) {
    const detail = `the base fee is ${block.baseFeePerGas} wei, the budget ${settings.budgetPerGas} a unit of gas`
    return { reason: 'fee-above-budget', detail }
  }
  if (typeof estimate !== 'bigint') return { reason: 'refused', ...estimate }
  // The value in force may move before the transaction gets in, and cost another slot.
  const gas = (estimate * 5n) / 4n
  const maxCostWei = gas * fees.maxFeePerGas

  const { chainId, riskParameters: to } = scope
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
  })
  if (objection) return objection

  const transaction = { type: 'eip1559', chainId, nonce, to, data, gas, ...fees } as const
  return { ...sender, nonce, report, signatures, maxCostWei, signedAt: now, transaction }
}

function chooseFees(
  { settings }: SubmitContext,
  baseFeePerGas: bigint,
  last: PushRecord | undefined,
): Fees | undefined {
  const { tipPerGas, budgetPerGas } = settings
  const wanted = computeFees({ baseFeePerGas, tipPerGas, budgetPerGas })
  // Below the base fee no block can include it.
  if (wanted.maxFeePerGas < baseFeePerGas) return undefined
  return last ? raiseFees(readFees(last), wanted, budgetPerGas) : wanted
}

function readFees({ rawTransaction }: PushRecord): Fees {
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = parseTransaction(rawTransaction)
  return { maxFeePerGas, maxPriorityFeePerGas }
}

function encodePush(report: Report, signatures: Draft['signatures']) {
  const args = [toReportArgs(report), packSignatures(signatures)] as const
  return encodeFunctionData({ abi: riskParametersAbi, functionName: 'push', args })
}

/** The gas, or why the call would revert; `preview` leaves the signatures aside, this does not. */
async function estimateGas(
  { client, account, scope }: SubmitContext,
  data: Hex,
  blockTag: TrialBlock,
): Promise<bigint | { refusal: string | undefined; detail: string }> {
  const call = { account: account.address, to: scope.riskParameters, data }
  try {
    return await client.estimateGas({ ...call, blockTag })
  } catch (error) {
    const isRevert =
      error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError)
    if (!isRevert) throw error
    return { refusal: decodeError(error)?.name, detail: describeFailure(error) }
  }
}

function dearest(pushes: readonly Pick<SignedPush, 'maxCostWei'>[]): bigint {
  const costs = pushes.map(({ maxCostWei }) => maxCostWei)
  return costs.toSorted((a, b) => (a < b ? 1 : -1))[0] ?? 0n
}
