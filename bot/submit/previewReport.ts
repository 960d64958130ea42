import { riskParametersAbi } from '../../abi/index.ts'
import { parameterFields } from '../../core/index.ts'
import { toReportArgs } from '../../verify/report.ts'
import { decodeRefusal } from '../decodeError.ts'
import type { Draft, SubmitContext } from './context.ts'

/** Why a report is not worth a transaction now. `detail` is one line for a log. */
export interface Objection {
  reason: 'refused' | 'target-differs'
  /** The contract's name for its refusal, where it gave one. */
  refusal?: string | undefined
  detail: string
}

/** At which block a push is tried: one that is to replace another must not meet that one in the pending block. */
export type TrialBlock = 'pending' | 'latest'

/**
 * Asks the contract what it would do with a report.
 *
 * @returns the first objection, none if it would be taken with the target that was computed here.
 */
export async function previewReport(
  { client, scope }: Pick<SubmitContext, 'client' | 'scope'>,
  { report, target }: Pick<Draft, 'report' | 'target'>,
  blockTag: TrialBlock,
): Promise<Objection | undefined> {
  const [theirs, , , refusal] = await client.readContract({
    address: scope.riskParameters,
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
  const field = parameterFields.find((name) => BigInt(theirs[name]) !== target[name])
  if (field === undefined) return undefined
  const detail = `the contract's target has ${field} ${theirs[field]}, here it is ${target[field]}`
  return { reason: 'target-differs', detail }
}
