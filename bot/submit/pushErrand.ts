import { type Address, encodeFunctionData, parseEventLogs, type TransactionReceipt } from 'viem'
import { riskParametersAbi, riskParametersEvents } from '../../abi/index.ts'
import { fromAbiState } from '../../client/readValues.ts'
import { parameterFields, unpackUpdate } from '../../core/index.ts'
import { type ReportScope, toReportArgs } from '../../verify/report.ts'
import type { TransactionRecord } from '../journal/journal.ts'
import { packSignatures } from '../packSignatures.ts'
import type { Errand, SubmitClient } from './context.ts'
import { ReadBackError } from './errors.ts'
import { previewReport } from './previewReport.ts'
import type { PushDraft } from './pushDraft.ts'

/** Brings reports to the contract of a scope. */
export function createPushErrand({
  riskParameters,
}: Pick<ReportScope, 'riskParameters'>): Errand<PushDraft> {
  return {
    toCall({ report, signatures }) {
      const args = [toReportArgs(report), packSignatures(signatures)] as const
      const data = encodeFunctionData({ abi: riskParametersAbi, functionName: 'push', args })
      return { to: riskParameters, data }
    },
    toSubject: ({ report, signatures }) => ({ kind: 'push', report, signatures }),
    getLimitWei: () => undefined,
    // What is under way is replaced by newer evidence once it is late.
    mayOvertake: () => false,
    preview: (client, draft, blockTag) => previewReport(client, riskParameters, draft, blockTag),
    readBack: (client, record, receipt) => readBack(client, riskParameters, record, receipt),
  }
}

/** Checks that the value in the receipt's event is in force at the end of its block, unless later evidence came in it. */
async function readBack(
  client: SubmitClient,
  address: Address,
  { hash, subject }: TransactionRecord,
  receipt: TransactionReceipt,
): Promise<void> {
  if (subject.kind !== 'push') return
  const { report } = subject
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
