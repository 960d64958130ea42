import { encodeFunctionData } from 'viem'
import { evidenceCheckerAbi, riskParametersAbi } from '../../abi/index.ts'
import { type ReportScope, toReportArgs } from '../../verify/report.ts'
import { packSignatures } from '../packSignatures.ts'
import type { Errand } from './context.ts'
import { previewReport } from './previewReport.ts'
import type { PushDraft } from './pushDraft.ts'
import { readBackUpdate } from './readBackUpdate.ts'

/** Brings reports to the contract of a scope. */
export function createPushErrand({
  riskParameters,
}: Pick<ReportScope, 'riskParameters'>): Errand<PushDraft> {
  return {
    toCall({ report, signatures, checker, header }) {
      const args = [toReportArgs(report), packSignatures(signatures)] as const
      if (checker !== undefined) {
        // Without hints: whoever waits for signatures does not know in which segment the report is taken.
        const abi = evidenceCheckerAbi
        const data =
          header === undefined
            ? encodeFunctionData({ abi, functionName: 'push', args: [...args, 0n] })
            : encodeFunctionData({
                abi,
                functionName: 'pushWithHeader',
                args: [...args, 0n, header],
              })
        return { to: checker, data }
      }
      const data = encodeFunctionData({ abi: riskParametersAbi, functionName: 'push', args })
      return { to: riskParameters, data }
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
