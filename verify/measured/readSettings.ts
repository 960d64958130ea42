import type { Address, Hex } from 'viem'
import { evidenceCheckerAbi, provenReporterAbi } from '../../abi/evidence.ts'
import type { ProvenSettings } from '../../observation/proven/index.ts'
import { askNode } from '../askNode.ts'
import type { Evidence } from '../evidence.ts'

/** What a contract of evidence was deployed with, and whose evidence it is. */
export interface ReporterSettings extends ProvenSettings {
  riskParameters: Address
  marketId: Hex
}

/** The settings of a contract of evidence. @throws VerifySourceError if the node fails or does not have them. */
export async function readSettings(
  { client }: Pick<Evidence, 'client'>,
  reporter: Address,
  blockNumber: bigint,
): Promise<ReporterSettings> {
  const call = { address: reporter, abi: provenReporterAbi, functionName: 'settings' } as const
  const settings = await askNode(
    client.readContract({ ...call, blockNumber }),
    `the settings of ${reporter} at block ${blockNumber}`,
  )
  return {
    riskParameters: settings.riskParameters,
    marketId: settings.marketId,
    source: settings.source,
    isLean: settings.isLean,
    valuesHoldings: settings.valuesHoldings,
    varianceCap: BigInt(settings.varianceCap),
    minFeeAgeBlocks: BigInt(settings.minFeeAgeBlocks),
    maxFeeAgeBlocks: BigInt(settings.maxFeeAgeBlocks),
  }
}

/** How far signed figures may lie from measured ones, in pips, as a checker was deployed with. */
export interface Tolerances {
  depthPips: number
  nativePricePips: number
  navPips: number
  averagesPips: number
  baseFeePips: number
  gasUsedRatioPips: number
  toldPips: number
}

/** The tolerances of a checker. @throws VerifySourceError if the node fails or does not have them. */
export async function readTolerances(
  { client }: Pick<Evidence, 'client'>,
  checker: Address,
  blockNumber: bigint,
): Promise<Tolerances> {
  const call = { address: checker, abi: evidenceCheckerAbi, functionName: 'tolerances' } as const
  return askNode(
    client.readContract({ ...call, blockNumber }),
    `the tolerances of ${checker} at block ${blockNumber}`,
  )
}
