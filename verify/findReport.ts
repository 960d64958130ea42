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

/** Whom a transaction calls, and what it brings if it calls the contract itself. */
export type FoundReport =
  | { calls: 'another' }
  | {
      calls: 'RiskParameters'
      /** That of the update; undefined if none has its evidence. */
      report: SentReport | undefined
      /** How many reports the transaction brings. */
      reportCount: number
    }

/** The report of an update among those of its transaction. */
export function findReport(
  { to, input }: Called,
  riskParameters: Address,
  update: Pick<Update, 'marketId' | 'observedAt' | 'observedBlockNumber' | 'observation'>,
): FoundReport {
  if (to === null || !isAddressEqual(to, riskParameters)) return { calls: 'another' }
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
  return { calls: 'RiskParameters', report, reportCount: reports.length }
}

/** The reports of a call, none if it brings none. */
function decodeReports(input: Hex): SentReport[] {
  try {
    const { functionName, args } = decodeFunctionData({ abi: riskParametersAbi, data: input })
    if (functionName === 'push') return [{ ...args[0], signatures: args[1] }]
    if (functionName !== 'pushMany') return []
    return args[0].map((report, index) => ({ ...report, signatures: args[1][index] ?? '0x' }))
  } catch {
    // Of no function of the contract.
    return []
  }
}
