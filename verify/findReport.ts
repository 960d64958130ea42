import { type Address, decodeFunctionData, type Hex, isAddressEqual } from 'viem'
import { evidenceCheckerAbi, riskParametersAbi } from '../abi/index.ts'
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

/** Whom a transaction calls, and what it brings if it calls the contract itself, or the checker that calls it. */
export type FoundReport =
  | { calls: 'another' }
  | {
      calls: 'RiskParameters' | 'a checker'
      /** That of the update; undefined if none has its evidence. */
      report: SentReport | undefined
      /** How many reports the transaction brings. */
      reportCount: number
    }

/**
 * The report of an update among those of its transaction.
 *
 * @param checker - The contract of evidence that measured for the update; undefined: there is none.
 */
export function findReport(
  { to, input }: Called,
  riskParameters: Address,
  update: Pick<Update, 'marketId' | 'observedAt' | 'observedBlockNumber' | 'observation'>,
  checker?: Address,
): FoundReport {
  if (to === null) return { calls: 'another' }
  const isChecked = checker !== undefined && isAddressEqual(to, checker)
  if (!isChecked && !isAddressEqual(to, riskParameters)) return { calls: 'another' }
  const reports = isChecked ? decodeChecked(input) : decodeReports(input)
  const words = packEvidence(update.observation)
  const report = reports.find(
    ({ marketId, observedAt, blockNumber, evidence }) =>
      marketId === update.marketId &&
      BigInt(observedAt) === update.observedAt &&
      blockNumber === update.observedBlockNumber &&
      evidence[0] === words[0] &&
      evidence[1] === words[1],
  )
  const calls = isChecked ? 'a checker' : 'RiskParameters'
  return { calls, report, reportCount: reports.length }
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

/** The report that a checker was brought, without the checker's own signature. */
function decodeChecked(input: Hex): SentReport[] {
  try {
    const { functionName, args } = decodeFunctionData({ abi: evidenceCheckerAbi, data: input })
    return functionName === 'push' ? [{ ...args[0], signatures: args[1] }] : []
  } catch {
    // Of no function of a checker.
    return []
  }
}
