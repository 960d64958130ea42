import type { Address } from 'viem'
import { riskParametersAbi } from '../../abi/index.ts'
import { type Parameters, parameterFields } from '../../core/index.ts'
import { toReportArgs } from '../../verify/report.ts'
import { decodeRefusal } from '../decodeError.ts'
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
  { report, target }: Pick<PushDraft, 'report' | 'target'>,
  blockTag: TrialBlock,
): Promise<Objection | undefined> {
  const [theirs, , , refusal] = await client.readContract({
    address: riskParameters,
    abi: riskParametersAbi,
    functionName: 'preview',
    args: [toReportArgs(report)],
    blockTag,
  })
  if (refusal !== '0x') {
    const known = decodeRefusal(refusal)
    const detail =
      known?.detail ?? `the contract refuses: ${refusal.slice(0, 10)}, an error without a name`
    return { reason: 'refused', refusal: known?.name, detail }
  }
  return compareTargets(theirs, target)
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
