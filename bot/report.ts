import type { Address, Hex } from 'viem'
import { type Observation, observationFields } from '../core/index.ts'

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
  ],
  Report: [
    { name: 'marketId', type: 'bytes32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'blockNumber', type: 'uint64' },
    { name: 'blockHash', type: 'bytes32' },
    { name: 'observation', type: 'Observation' },
  ],
} as const

/** Evidence for one market: what was measured, and at which block (contracts/libraries/MarketTypes.sol). */
export interface Report {
  /** 32 bytes. */
  marketId: Hex
  /** The block's timestamp over the policy's `epochSec`, rounded down. */
  epoch: bigint
  blockNumber: bigint
  /** 32 bytes. */
  blockHash: Hex
  observation: Observation
}

/** A report as viem's calls and signatures take it: integers below 2^48 are numbers there. */
export type ReportArgs = Omit<Report, 'observation'> & {
  observation: Omit<Observation, 'gasUsedRatioPips'> & { gasUsedRatioPips: number }
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
  observation: Observation
  /** The observation's closing block; `timestamp` in unix seconds. */
  block: { number: bigint; hash: Hex; timestamp: bigint }
  /** The policy's, seconds; 60 to 604,800. */
  epochSec: bigint
}

/** The report of an observation. Its epoch is that of the block, rounded down. */
export function createReport({ marketId, observation, block, epochSec }: ReportInput): Report {
  return {
    marketId,
    epoch: block.timestamp / epochSec,
    blockNumber: block.number,
    blockHash: block.hash,
    observation,
  }
}

/** The report for viem. Every value of the model's domain passes unchanged. */
export function toReportArgs({ observation, ...report }: Report): ReportArgs {
  const gasUsedRatioPips = Number(observation.gasUsedRatioPips)
  return { ...report, observation: { ...observation, gasUsedRatioPips } }
}

/** What a reporter signs, for viem's `signTypedData`, `recoverTypedDataAddress` and the like. */
export function createTypedReport({ chainId, riskParameters }: ReportScope, report: Report) {
  return {
    domain: {
      name: 'Gimbal RiskParameters',
      version: '1',
      chainId,
      verifyingContract: riskParameters,
    },
    types: reportTypes,
    primaryType: 'Report' as const,
    message: toReportArgs(report),
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
function listFields({ marketId, epoch, blockNumber, blockHash, observation }: Report) {
  return [
    ['marketId', marketId.toLowerCase()],
    ['epoch', `${epoch}`],
    ['blockNumber', `${blockNumber}`],
    ['blockHash', blockHash.toLowerCase()],
    ...observationFields.map((field) => [`observation.${field}`, `${observation[field]}`] as const),
  ] as const
}
