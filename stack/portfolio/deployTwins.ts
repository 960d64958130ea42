import type { Address } from 'viem'
import type { Parameters } from '../../core/index.ts'
import { createFixedVector } from '../demo/createFixedVector.ts'
import { localAccounts } from '../local/accounts.ts'
import { readArtifact } from '../local/artifacts.ts'
import { type ChainClient, deployArtifact } from '../local/chainClient.ts'
import type { PortfolioVenues, PositionVaultParts } from './portfolioKind.ts'

/** Ours first. */
export const twinNames = ['gimbal', 'unhedged', 'plain 2.5 %'] as const

/** Outside nothing, ever. */
const NEVER_PIPS = 1_000_000n
const PLAIN_PIPS = 25_000n // 2.5 %
/** While positions are opened: to the target, whatever is farther from it than this. */
const OPENING_PIPS = 5_000n // 0.5 %

/** A vault of the run. */
export interface TwinVault extends PositionVaultParts {
  name: (typeof twinNames)[number]
  /** The contract whose parameters it reads: until its position is open one that opens it, and then `source`. */
  parameters: Address
  source: Address
}

interface TwinsOptions {
  client: ChainClient
  venues: PortfolioVenues
  /** Where the voted parameters are. */
  riskParameters: Address
  /** Until when positions are opened, unix seconds. */
  openUntil: bigint
  /** Whether the one that never hedges opens a position. */
  unhedgedOpens: boolean
}

/**
 * Deploys a vault that reads the voted parameters, one that never trades, and one with a band that was set by hand: the same contracts
 * with the same settings, each with adapters of its own. Until `openUntil` they open their positions, all at once.
 */
export async function deployTwins(options: TwinsOptions): Promise<TwinVault[]> {
  const { client, venues, riskParameters, openUntil, unhedgedOpens } = options
  const never = createFixedVector(NEVER_PIPS)
  const opening = createFixedVector(OPENING_PIPS)
  const deploy = (name: string, args: readonly unknown[]) =>
    deployArtifact(client, localAccounts.deployer, name, readArtifact(`tools/${name}`), args)
  const fix = (values: Parameters) => deploy('FixedParameters', [values])
  const create = async (
    at: number,
    symbol: string,
    source: Address,
    first: Parameters,
  ): Promise<TwinVault> => {
    const parameters = await deploy('OpeningParameters', [source, Number(openUntil), first])
    const name = twinNames[at] as TwinVault['name']
    const parts = await venues.deployVault(parameters, `Gimbal ${name}`, symbol)
    return { name, parameters, source, vault: parts.vault, adapters: parts.adapters }
  }
  return [
    await create(0, 'gPOS', riskParameters, opening),
    await create(1, 'gNONE', await fix(never), unhedgedOpens ? opening : never),
    await create(2, 'gPLAIN', await fix(createFixedVector(PLAIN_PIPS)), opening),
  ]
}
