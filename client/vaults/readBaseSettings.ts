import { type Address, type Hex, type PublicClient, parseAbi } from 'viem'

/**
 * What the settings of every vault begin with (contracts/interfaces/IVault.sol, VaultBaseSettings): each kind's own follow,
 * and are left out here.
 */
const baseSettingsAbi = parseAbi([
  'struct VaultBaseSettings { address riskParameters; bytes32 marketId; address factory; address quoteToken; address riskyToken; uint24 poolFeePips; uint32 epochSec; uint32 slippageCapPips; uint32 twapWindowSec; uint32 maxDeviationPips; }',
  'function settings() view returns (VaultBaseSettings base)',
])

export interface BaseSettings {
  riskParameters: Address
  marketId: Hex
  quoteToken: Address
  riskyToken: Address
  poolFeePips: bigint
  epochSec: bigint
  slippageCapPips: bigint
  twapWindowSec: bigint
  maxDeviationPips: bigint
}

/** Of a position vault; they never change. */
export async function readBaseSettings(
  client: Pick<PublicClient, 'readContract'>,
  address: Address,
  blockNumber?: bigint,
): Promise<BaseSettings> {
  const settings = await client.readContract({
    address,
    abi: baseSettingsAbi,
    functionName: 'settings',
    ...(blockNumber === undefined ? {} : { blockNumber }),
  })
  const { riskParameters, marketId, quoteToken, riskyToken } = settings
  return {
    riskParameters,
    marketId,
    quoteToken,
    riskyToken,
    poolFeePips: BigInt(settings.poolFeePips),
    epochSec: BigInt(settings.epochSec),
    slippageCapPips: BigInt(settings.slippageCapPips),
    twapWindowSec: BigInt(settings.twapWindowSec),
    maxDeviationPips: BigInt(settings.maxDeviationPips),
  }
}
