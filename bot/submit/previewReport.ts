import {
  type Address,
  BaseError,
  decodeFunctionResult,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
} from 'viem'
import { pricedPushAbi, riskParametersAbi } from '../../abi/index.ts'
import { type Parameters, parameterFields } from '../../core/index.ts'
import { toReportArgs } from '../../verify/report.ts'
import { decodeError, decodeRefusal } from '../decodeError.ts'
import { describeFailure } from '../describeFailure.ts'
import type { CarriedPrice } from '../prices/createCarrier.ts'
import type { Objection, SubmitClient, TrialBlock } from './context.ts'
import type { PushDraft } from './pushDraft.ts'

/**
 * Asks the contract what it would do with a report.
 *
 * @returns the first objection, none if it would be taken with the target that was computed here.
 */
export async function previewReport(
  client: SubmitClient,
  riskParameters: Address,
  { report, target, price }: Pick<PushDraft, 'report' | 'target' | 'price'>,
  blockTag: TrialBlock,
): Promise<Objection | undefined> {
  const args = [toReportArgs(report)] as const
  const call = { abi: riskParametersAbi, functionName: 'preview', args } as const
  const read = () => client.readContract({ address: riskParameters, ...call, blockTag })
  const priced = async (along: CarriedPrice) => {
    const answer = await callPriced(
      client,
      riskParameters,
      encodeFunctionData(call),
      along,
      blockTag,
    )
    return decodeFunctionResult({ ...call, data: answer })
  }
  let preview: Awaited<ReturnType<typeof read>>
  try {
    preview = await (price === undefined ? read() : priced(price))
  } catch (error) {
    // What goes along is refused, as of a block in which it was not tried before.
    const isRevert = (cause: unknown) => cause instanceof ExecutionRevertedError
    const isRefused = error instanceof BaseError && error.walk(isRevert) !== null
    if (price === undefined || !isRefused) throw error
    return { reason: 'refused', refusal: decodeError(error)?.name, detail: describeFailure(error) }
  }
  const [theirs, , , refusal] = preview
  if (refusal !== '0x') {
    const known = decodeRefusal(refusal)
    const detail =
      known?.detail ?? `the contract refuses: ${refusal.slice(0, 10)}, an error without a name`
    return { reason: 'refused', refusal: known?.name, detail }
  }
  return compareTargets(theirs, target)
}

/** What the contract answers once a price has been told to its feed: it is not the same that it answers without. */
async function callPriced(
  client: SubmitClient,
  to: Address,
  data: Hex,
  { carrier, feed, signedReport, feeWei, payer }: CarriedPrice,
  blockTag: TrialBlock,
): Promise<Hex> {
  const call = { abi: pricedPushAbi, functionName: 'updateAndCall' } as const
  const { data: answer = '0x' } = await client.call({
    ...(payer && { account: payer }),
    to: carrier,
    data: encodeFunctionData({ ...call, args: [[{ feed, signedReport }], to, data] }),
    value: feeWei,
    blockTag,
  })
  return decodeFunctionResult({ ...call, data: answer })
}

/** An objection where the contract's target is not the one that was computed here. */
export function compareTargets(
  theirs: Readonly<Record<keyof Parameters, bigint | number>>,
  ours: Parameters,
): Objection | undefined {
  const field = parameterFields.find((name) => BigInt(theirs[name]) !== ours[name])
  if (field === undefined) return undefined
  const detail = `the contract's target has ${field} ${theirs[field]}, here it is ${ours[field]}`
  return { reason: 'target-differs', detail }
}
