import { type Address, erc20Abi, type PublicClient, parseAbi } from 'viem'
import { vaultAbi } from '../../abi/index.ts'
import { describeFailure } from '../describeFailure.ts'
import { computeEpochLeftSec, describeReading, type VaultFacts } from './describeReading.ts'
import {
  isRefusal,
  readVault,
  recognizeVault,
  type VaultKind,
  type VaultReading,
} from './readVault.ts'

/** What a vault would do now, in figures and in words. */
export interface VaultPreview extends VaultReading, VaultFacts {
  name: string
  address: Address
  kind: VaultKind
  /** What is left of its epoch; undefined: it does not tell the epoch. */
  epochLeftSec: bigint | undefined
  /** One line. */
  text: string
}

/** A vault that cannot be previewed, and why. */
export interface PreviewFailure {
  name: string
  address: Address
  problem: string
}

/** Every vault's settings begin with these (contracts/interfaces/IVault.sol); what follows differs. */
const baseAbi = parseAbi([
  'struct VaultBaseSettings { address riskParameters; bytes32 marketId; address factory; address quoteToken; address riskyToken; uint24 poolFeePips; uint32 epochSec; uint32 slippageCapPips; uint32 twapWindowSec; uint32 maxDeviationPips; }',
  'function settings() view returns (VaultBaseSettings base)',
])

type Client = Pick<PublicClient, 'getCode' | 'readContract'>

/** Asks a vault what is due as of the block that would hold the call. @throws viem's errors if the node is silent. */
export async function previewVault(
  client: Client,
  { name, address }: { name: string; address: Address },
): Promise<VaultPreview | PreviewFailure> {
  const found = await recognizeVault(client, address)
  if ('problem' in found) return { name, address, problem: found.problem }
  const { kind } = found
  try {
    const [reading, facts] = await Promise.all([
      readVault(client, { address, kind }),
      readFacts(client, address, kind),
    ])
    const epochLeftSec = computeEpochLeftSec(reading, facts)
    const text = describeReading(reading, facts)
    return { name, address, kind, ...reading, ...facts, epochLeftSec, text }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { name, address, problem: `it does not say what is due (${describeFailure(error)})` }
  }
}

async function readFacts(client: Client, address: Address, kind: VaultKind): Promise<VaultFacts> {
  try {
    const { epochSec, quoteToken } = await readSettings(client, address, kind)
    const decimals = await client.readContract({
      address: quoteToken,
      abi: erc20Abi,
      functionName: 'decimals',
    })
    return { epochSec: BigInt(epochSec), decimals }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return {}
  }
}

function readSettings(client: Client, address: Address, kind: VaultKind) {
  const functionName = 'settings'
  return kind === 'rebalancing'
    ? client.readContract({ address, abi: vaultAbi, functionName })
    : client.readContract({ address, abi: baseAbi, functionName })
}
