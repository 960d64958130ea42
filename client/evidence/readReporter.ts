import type { Address, Hex, PublicClient } from 'viem'
import { provenReporterAbi } from '../../abi/index.ts'
import {
  type KeptState,
  type ProvenSettings,
  unpackKeptState,
} from '../../observation/proven/index.ts'

/** What is fixed in a contract of evidence: `ProvenSettings` of contracts/interfaces/IProvenEvidence.sol. */
export interface ReporterSettings extends ProvenSettings {
  riskParameters: Address
  marketId: Hex
}

/** A contract of evidence at one block. */
export interface ReporterNow {
  settings: ReporterSettings
  /** Undefined: nothing was measured yet. */
  state: KeptState | undefined
}

type Client = Pick<PublicClient, 'readContract'>

/**
 * Settings and kept state of a contract of evidence.
 *
 * @throws viem's errors if the node fails, or it is no such contract.
 */
export async function readReporter(
  client: Client,
  reporter: Address,
  blockNumber?: bigint,
): Promise<ReporterNow> {
  const [settings, state] = await Promise.all([
    readReporterSettings(client, reporter, blockNumber),
    readKeptState(client, reporter, blockNumber),
  ])
  return { settings, state }
}

/** What it was deployed with. */
export async function readReporterSettings(
  client: Client,
  reporter: Address,
  blockNumber?: bigint,
): Promise<ReporterSettings> {
  const settings = await client.readContract({
    ...toRequest(reporter, blockNumber),
    functionName: 'settings',
  })
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

/** What it remembers; undefined: nothing was measured yet. */
async function readKeptState(
  client: Client,
  reporter: Address,
  blockNumber?: bigint,
): Promise<KeptState | undefined> {
  const words = await client.readContract({
    ...toRequest(reporter, blockNumber),
    functionName: 'stateWords',
  })
  return unpackKeptState(words)
}

function toRequest(address: Address, blockNumber: bigint | undefined) {
  return { address, abi: provenReporterAbi, ...(blockNumber !== undefined && { blockNumber }) }
}
