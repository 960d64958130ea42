import { type Address, encodeFunctionData } from 'viem'
import { evidenceCheckerAbi, pricedPushAbi, riskParametersAbi } from '../../abi/index.ts'
import { type ReportScope, toReportArgs } from '../../verify/report.ts'
import { packSignatures } from '../packSignatures.ts'
import type { Call, Errand } from './context.ts'
import { previewReport } from './previewReport.ts'
import type { PushDraft } from './pushDraft.ts'
import { readBackUpdate } from './readBackUpdate.ts'

/** Brings reports to the contract of a scope. */
export function createPushErrand({
  riskParameters,
}: Pick<ReportScope, 'riskParameters'>): Errand<PushDraft> {
  return {
    toCall(draft) {
      const { price } = draft
      const direct = toDirectCall(riskParameters, draft)
      if (price === undefined) return direct
      const update = { feed: price.feed, signedReport: price.signedReport }
      // Whoever confirms a report by measuring is called by the carrier as anything else is.
      const data = encodeFunctionData({
        abi: pricedPushAbi,
        functionName: 'updateAndCall',
        args: [[update], direct.to, direct.data],
      })
      return { to: price.carrier, data, value: price.feeWei }
    },
    toSubject: ({ report, signatures }) => ({ kind: 'push', report, signatures }),
    getLimitWei: () => undefined,
    // What is under way is replaced by newer evidence once it is late.
    mayOvertake: () => false,
    preview: (client, draft, blockTag) => previewReport(client, riskParameters, draft, blockTag),
    readBack: async (client, { hash, subject }, receipt) => {
      if (subject.kind !== 'push') return
      const { marketId, observedAt } = subject.report
      await readBackUpdate(client, { riskParameters, marketId, hash, observedAt }, receipt)
    },
  }
}

function toDirectCall(
  riskParameters: Address,
  { report, signatures, checker, header }: PushDraft,
): Call {
  const args = [toReportArgs(report), packSignatures(signatures)] as const
  if (checker !== undefined) {
    // Without hints: whoever waits for signatures does not know in which segment the report is taken.
    const abi = evidenceCheckerAbi
    const data =
      header === undefined
        ? encodeFunctionData({ abi, functionName: 'push', args: [...args, 0n] })
        : encodeFunctionData({ abi, functionName: 'pushWithHeader', args: [...args, 0n, header] })
    return { to: checker, data }
  }
  const data = encodeFunctionData({ abi: riskParametersAbi, functionName: 'push', args })
  return { to: riskParameters, data }
}
