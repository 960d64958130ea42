import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  type PublicClient,
  parseAbi,
  slice,
} from 'viem'

/**
 * What the settings of every vault begin with (contracts/interfaces/IVault.sol, VaultBaseSettings): each kind's own follow,
 * and are left out here.
 */
const baseSettingsAbi = parseAbi([
  'struct VaultBaseSettings { address riskParameters; bytes32 marketId; address factory; address quoteToken; address riskyToken; uint24 poolFeePips; uint32 epochSec; uint32 slippageCapPips; uint32 twapWindowSec; uint32 maxDeviationPips; }',
  'function settings() view returns (VaultBaseSettings base)',
])

const call = encodeFunctionData({ abi: baseSettingsAbi, functionName: 'settings' })
/** Bytes. */
const WORD = 32

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

/**
 * Of a position vault; they never change.
 *
 * @throws viem's errors if the contract or the node refuses.
 */
export async function readBaseSettings(
  client: Pick<PublicClient, 'call'>,
  address: Address,
  blockNumber?: bigint,
): Promise<BaseSettings> {
  const at = blockNumber === undefined ? {} : { blockNumber }
  const { data: answer = '0x' } = await client.call({ to: address, data: call, ...at })
  // Settings with a list in them stand behind their offset, which is one word.
  const data = hexToBigInt(slice(answer, 0, WORD)) === BigInt(WORD) ? slice(answer, WORD) : answer
  const settings = decodeFunctionResult({ abi: baseSettingsAbi, functionName: 'settings', data })
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
