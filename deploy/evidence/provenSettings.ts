import { type Address, type Hex, zeroAddress } from 'viem'
import type { SourceConfig } from '../../governance/index.ts'
import { DeployEvidenceError } from './errors.ts'

/** What is fixed when a contract of evidence is deployed (contracts/interfaces/IProvenEvidence.sol). */
export interface ProvenSettings {
  riskParameters: Address
  marketId: Hex
  source: SourceConfig
  isLean: boolean
  valuesHoldings: boolean
  varianceCap: number
  minFeeAgeBlocks: number
  maxFeeAgeBlocks: number
}

/** What whoever deploys chooses. */
export interface EvidenceChoices {
  isLean: boolean
  valuesHoldings: boolean
  /** In kept averages; 0: not capped. */
  varianceCap: number
  /** How far back the earlier base fee lies, in blocks; undefined: by the chain's block time. */
  minFeeAgeBlocks: number | undefined
  maxFeeAgeBlocks: number | undefined
}

const MAX_UINT32 = 0xffff_ffff
/** As far as EIP-2935 knows blocks. */
const MAX_AGE_BLOCKS = 8_191
/** Five minutes: 25 blocks of Ethereum. */
const MIN_FEE_AGE_MS = 300_000
/** 256 blocks of Ethereum: five epochs of ten minutes. */
const MAX_FEE_AGE_MS = 3_072_000
const ETHEREUM_BLOCK_MS = 12_000

/** The ages of the earlier base fee for a chain's block time: between 5 and 51 minutes, as far as blocks are known. */
export function chooseFeeAges(blockTimeMs: number | undefined) {
  // A chain whose blocks so far have the same time has none to go by.
  const blockMs = blockTimeMs || ETHEREUM_BLOCK_MS
  const count = (ms: number) => Math.min(MAX_AGE_BLOCKS, Math.max(1, Math.floor(ms / blockMs)))
  return { minFeeAgeBlocks: count(MIN_FEE_AGE_MS), maxFeeAgeBlocks: count(MAX_FEE_AGE_MS) }
}

/**
 * The settings for a market as it is voted now.
 *
 * @throws DeployEvidenceError if its source lacks what a contract has to measure, or a choice is outside its range.
 */
export function createProvenSettings(
  { riskParameters, marketId }: Pick<ProvenSettings, 'riskParameters' | 'marketId'>,
  source: SourceConfig,
  choices: EvidenceChoices,
  blockTimeMs: number | undefined,
): ProvenSettings {
  requireSource(source)
  const { isLean, valuesHoldings, varianceCap } = choices
  requireWithin('variance cap', varianceCap, 0, MAX_UINT32)
  const ages = chooseFeeAges(blockTimeMs)
  const { minFeeAgeBlocks = ages.minFeeAgeBlocks, maxFeeAgeBlocks = ages.maxFeeAgeBlocks } = choices
  requireWithin('largest age of a base fee', maxFeeAgeBlocks, 1, MAX_AGE_BLOCKS)
  // With less than half, whoever measures at the wrong moment makes pushes wait.
  const half = Math.max(1, Math.floor(maxFeeAgeBlocks / 2))
  requireWithin('smallest age of a base fee', minFeeAgeBlocks, 1, half)
  return {
    riskParameters,
    marketId,
    source,
    isLean,
    valuesHoldings,
    varianceCap,
    minFeeAgeBlocks,
    maxFeeAgeBlocks,
  }
}

/** The contract refuses the same (SourceIncomplete): whoever measured first would choose where an average starts. */
function requireSource(source: SourceConfig): void {
  const missing = [
    ...(['pool', 'nativePool', 'portfolio'] as const).filter(
      (name) => source[name] === zeroAddress,
    ),
    ...(['startVarianceWad', 'startDepthRefUsd6'] as const).filter((name) => source[name] === 0n),
  ]
  if (missing.length === 0) return
  throw new DeployEvidenceError(
    `the market's source has no ${missing.join(', no ')}, which a contract needs to measure it; ` +
      'propose a source with it first (`gimbal market start-figures` prints the start figures)',
  )
}

function requireWithin(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return
  throw new DeployEvidenceError(
    `the ${name} is ${value}; give a whole number from ${min} to ${max}`,
  )
}
