import {
  type Abi,
  type Address,
  BaseError,
  decodeErrorResult,
  type Hex,
  isHex,
  type PublicClient,
} from 'viem'
import { readChain } from '../../client/chains/readChain.ts'
import { countRingEntries, type Ring, readRings } from '../../client/evidence/readRings.ts'
import type { Tolerances } from '../../client/evidence/tolerances.ts'
import type { MarketConfig } from '../../governance/index.ts'
import { type Cost, estimateCost } from '../contracts/estimateCost.ts'
import type { DeployedKind } from './draftReporters.ts'
import { DeployEvidenceError } from './errors.ts'
import { type EvidenceContract, prepareContract } from './evidenceContract.ts'
import {
  createProvenSettings,
  type EvidenceChoices,
  type ProvenSettings,
} from './provenSettings.ts'

export interface EvidenceOptions {
  client: PublicClient
  chainId: number
  riskParameters: Address
  market: Hex
  /** As it is voted now. */
  config: MarketConfig
  kind: DeployedKind
  choices: EvidenceChoices
  /** Of a checker. */
  tolerances: Tolerances
  /** Undefined: its balance is not checked. */
  deployer: Address | undefined
}

/** Everything that is known before the transaction. */
export interface EvidencePlan {
  options: EvidenceOptions
  contract: EvidenceContract
  settings: ProvenSettings
  cost: Cost
  /** Of the deployer, in wei. */
  balanceWei: bigint | undefined
  /** Of the pool, and of the native pool if it is another one. */
  rings: readonly Ring[]
  /** That each of them needs if it trades in every block. */
  ringEntries: number
  /** Between two blocks; undefined for an unknown chain with a single block. */
  blockTimeMs: number | undefined
}

/**
 * Reads what a contract of evidence for a market needs, and tries its creation. Sends nothing.
 *
 * @throws DeployEvidenceError if the market cannot be measured so, or the chain refuses the contract; DeployChainError.
 */
export async function planEvidence(options: EvidenceOptions): Promise<EvidencePlan> {
  const { client, chainId, riskParameters, market, config, kind, choices, tolerances } = options
  const { blockTimeMs } = await readChain(client, chainId)
  const ids = { riskParameters, marketId: market }
  const settings = createProvenSettings(ids, config.source, choices, blockTimeMs)
  const contract = await prepareContract(kind, settings, kind === 'both' ? tolerances : undefined)
  const gas = await estimateCreation(client, contract, options.deployer)
  const [cost, balanceWei, rings] = await Promise.all([
    estimateCost(client, gas),
    options.deployer && client.getBalance({ address: options.deployer }),
    readRings(client, config.source),
  ])
  const ringEntries = countRingEntries(blockTimeMs)
  return { options, contract, settings, cost, balanceWei, rings, ringEntries, blockTimeMs }
}

async function estimateCreation(
  client: PublicClient,
  { name, abi, data }: EvidenceContract,
  account: Address | undefined,
): Promise<bigint> {
  try {
    return await client.estimateGas({ data, ...(account !== undefined && { account }) })
  } catch (cause) {
    throw new DeployEvidenceError(
      `the chain refuses the contract ${name} (${explain(abi, cause)}). Nothing was sent`,
      { cause },
    )
  }
}

/** What the constructor refuses with, by its name; else what the node said. */
function explain(abi: Abi, cause: unknown): string {
  if (!(cause instanceof BaseError)) return (cause as Error).message
  const raw = cause.walk((error) => isHex((error as { data?: unknown }).data))
  const data = (raw as { data?: Hex } | null)?.data
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi, data: data ?? '0x' })
    return `${errorName}(${args.join(', ')})`
  } catch {
    return cause.shortMessage
  }
}
