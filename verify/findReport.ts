import { type Address, decodeFunctionData, type Hex, isAddressEqual } from 'viem'
import { riskParametersAbi } from '../abi/index.ts'
import { packEvidence } from '../core/packing.ts'
import type { Update } from './readUpdates.ts'
import type { ReportArgs } from './report.ts'

/** A transaction as a node gives it. */
interface Called {
  to: Address | null
  input: Hex
}

/** A report as it was sent, with the signatures in a row (contracts/libraries/ReportLib.sol). */
export type SentReport = ReportArgs & { signatures: Hex }

/** The report of an update among those of its transaction. */
export interface FoundReport {
  report: SentReport
  /** How many reports the transaction brings. */
  reportCount: number
}

/** The report of an update in its transaction's input; undefined if that does not call the contract itself. */
export function findReport(
  { to, input }: Called,
  riskParameters: Address,
  update: Pick<Update, 'marketId' | 'observedAt' | 'observedBlockNumber' | 'observation'>,
): FoundReport | undefined {
  if (to === null || !isAddressEqual(to, riskParameters)) return undefined
  const reports = decodeReports(input)
  const words = packEvidence(update.observation)
  const report = reports.find(
    ({ marketId, observedAt, blockNumber, evidence }) =>
      marketId === update.marketId &&
      BigInt(observedAt) === update.observedAt &&
      blockNumber === update.observedBlockNumber &&
      evidence[0] === words[0] &&
      evidence[1] === words[1],
  )
  return report && { report, reportCount: reports.length }
}

function decodeReports(input: Hex): SentReport[] {
  const { functionName, args } = decodeFunctionData({ abi: riskParametersAbi, data: input })
  if (functionName === 'push') return [{ ...args[0], signatures: args[1] }]
  if (functionName !== 'pushMany') return []
  return args[0].map((report, index) => ({ ...report, signatures: args[1][index] ?? '0x' }))
}
