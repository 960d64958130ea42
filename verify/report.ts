import type { Address, Hex } from 'viem'
import {
  type EvidenceWords,
  type Observation,
  observationFields,
  packEvidence,
} from '../core/index.ts'

/** A report as EIP-712 has it: what reporters sign (IRiskParametersReports.reportDigest). */
export const reportTypes = {
  Observation: [
    { name: 'baseFeePerGas', type: 'uint64' },
    { name: 'gasUsedRatioPips', type: 'uint32' },
    { name: 'nativePriceUsd6', type: 'uint64' },
    { name: 'depthUsd6', type: 'uint64' },
    { name: 'depthRefUsd6', type: 'uint64' },
    { name: 'varianceWad', type: 'uint64' },
    { name: 'navUsd6', type: 'uint64' },
    { name: 'dataFeeWei', type: 'uint64' },
    { name: 'curvaturePips', type: 'uint32' },
    { name: 'horizonSec', type: 'uint32' },
  ],
  Report: [
    { name: 'marketId', type: 'bytes32' },
    { name: 'config', type: 'address' },
    { name: 'observedAt', type: 'uint40' },
    { name: 'blockNumber', type: 'uint64' },
    { name: 'blockHash', type: 'bytes32' },
    { name: 'observation', type: 'Observation' },
  ],
} as const

/** Evidence for one market: what was measured, under what, and at which block (contracts/libraries/MarketTypes.sol). */
export interface Report {
  /** 32 bytes. */
  marketId: Hex
  /** Address of the market's stored configuration before the block: what the observation was measured under. */
  config: Address
  /** The block's timestamp, unix seconds. */
  observedAt: bigint
  blockNumber: bigint
  /** 32 bytes. */
  blockHash: Hex
  observation: Observation
}

/** A report as viem's calls take it: integers below 2^48 are numbers there. */
export type ReportArgs = Omit<Report, 'observation' | 'observedAt'> & {
  observedAt: number
  /** The observation, packed. */
  evidence: EvidenceWords
}

/** The contract, on its chain, that takes the reports. A signature for one contract counts nowhere else. */
export interface ReportScope {
  chainId: number
  riskParameters: Address
}

/** Where two reports differ first: `field` is its path, `observation.navUsd6`. */
export interface Difference {
  field: string
  ours: string
  theirs: string
}

interface ReportInput {
  marketId: Hex
  config: Address
  observation: Observation
  /** The observation's closing block; `timestamp` in unix seconds. */
  block: { number: bigint; hash: Hex; timestamp: bigint }
}

/** The report of an observation. */
export function createReport({ marketId, config, observation, block }: ReportInput): Report {
  return {
    marketId,
    config,
    observedAt: block.timestamp,
    blockNumber: block.number,
    blockHash: block.hash,
    observation,
  }
}

/**
 * The report for viem. Every observation of the model's domain passes unchanged.
 *
 * @throws OutOfDomainError for a field that the contract has no room for.
 */
export function toReportArgs({ observation, observedAt, ...report }: Report): ReportArgs {
  return { ...report, observedAt: Number(observedAt), evidence: packEvidence(observation) }
}

/** What a reporter signs, for viem's `signTypedData`, `recoverTypedDataAddress` and the like. */
export function createTypedReport({ chainId, riskParameters }: ReportScope, report: Report) {
  const { observation } = report
  return {
    domain: {
      name: 'Gimbal RiskParameters',
      version: '2',
      chainId,
      verifyingContract: riskParameters,
    },
    types: reportTypes,
    primaryType: 'Report' as const,
    message: {
      ...report,
      observedAt: Number(report.observedAt),
      observation: {
        ...observation,
        gasUsedRatioPips: Number(observation.gasUsedRatioPips),
        curvaturePips: Number(observation.curvaturePips),
        horizonSec: Number(observation.horizonSec),
      },
    },
  }
}

/** The first field, in the order of EIP-712, in which the reports differ; none: both have one digest. */
export function findDifference(ours: Report, theirs: Report): Difference | undefined {
  const ourFields = listFields(ours)
  const theirFields = listFields(theirs)
  for (const [index, [field, our]] of ourFields.entries()) {
    const their = theirFields[index]?.[1] ?? ''
    if (our !== their) return { field, ours: our, theirs: their }
  }
  return undefined
}

// Bytes are the same in either case of their digits.
function listFields(report: Report) {
  const { observation } = report
  return [
    ['marketId', report.marketId.toLowerCase()],
    ['config', report.config.toLowerCase()],
    ['observedAt', `${report.observedAt}`],
    ['blockNumber', `${report.blockNumber}`],
    ['blockHash', report.blockHash.toLowerCase()],
    ...observationFields.map((field) => [`observation.${field}`, `${observation[field]}`] as const),
  ] as const
}
