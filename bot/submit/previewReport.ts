import { decodeErrorResult, type Hex } from 'viem'
import { riskParametersAbi, riskParametersErrors } from '../../abi/index.ts'
import { parameterFields } from '../../core/index.ts'
import { toReportArgs } from '../report.ts'
import type { Draft, SubmitContext } from './context.ts'

/** Why a report is not worth a transaction now. `detail` is one line for a log. */
export interface Objection {
  reason: 'refused' | 'target-differs'
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
  if (refusal !== '0x') return { reason: 'refused', detail: nameRefusal(refusal) }
  const field = parameterFields.find((name) => BigInt(theirs[name]) !== target[name])
  if (field === undefined) return undefined
  const detail = `the contract's target has ${field} ${theirs[field]}, here it is ${target[field]}`
  return { reason: 'target-differs', detail }
}

function nameRefusal(data: Hex): string {
  try {
    const { errorName, args } = decodeErrorResult({ abi: riskParametersErrors, data })
    return `${errorName}(${(args ?? []).join(', ')})`
  } catch {
    return `an error without a name, ${data.slice(0, 10)}`
  }
}
