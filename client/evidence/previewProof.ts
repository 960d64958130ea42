import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  type Hex,
  type PublicClient,
  zeroAddress,
} from 'viem'
import { provenReporterAbi } from '../../abi/index.ts'
import type { Observation, Parameters } from '../../core/fields.ts'
import { unpackEvidence } from '../../core/packing.ts'
import { toBigints } from '../../governance/toBigints.ts'
import { readHeader } from './readHeader.ts'
import type { ReporterSettings } from './readReporter.ts'

/** What a proven push would report at a block, and what RiskParameters would make of it. */
export interface ProofPreview {
  observation: Observation
  /** E: the end of the last whole segment, unix seconds. */
  observedAt: bigint
  /** Address of the market's stored configuration. */
  config: Address
  /** What the model asks for. */
  target: Parameters
  /** What a reader would get. */
  next: Parameters
  /** Why RiskParameters would refuse it, its first 256 bytes; 0x: it would not. */
  refusal: Hex
  /** The header that stands in for a kept base fee; undefined: one is kept. */
  header: Hex | undefined
}

interface PreviewInput {
  reporter: Address
  settings: Pick<ReporterSettings, 'minFeeAgeBlocks'>
  block: { number: bigint; baseFeePerGas: bigint }
  /** Who would pay; any account without it. */
  from?: Address | undefined
}

/** Nodes take the price of a call's gas from its account: so much of it at most. */
const CALL_GAS = 3_000_000n

type Client = Pick<PublicClient, 'readContract' | 'request'>

/**
 * Asks the reporter what a push would do at the end of a block. Where no kept base fee fits, with the header of the
 * newest block that does.
 *
 * @throws viem's errors if the node fails, or the reporter, a pool, the portfolio or the oracle refuses;
 * HeaderDiffersError.
 */
export async function previewProof(client: Client, input: PreviewInput): Promise<ProofPreview> {
  const { settings, block } = input
  try {
    return await preview(client, input, undefined)
  } catch (error) {
    if (findErrorName(error) !== 'NoEarlierBaseFee') throw error
    const header = await readHeader(client, block.number - settings.minFeeAgeBlocks)
    return preview(client, input, header)
  }
}

async function preview(
  client: Client,
  { reporter, block, from = zeroAddress }: PreviewInput,
  header: Hex | undefined,
): Promise<ProofPreview> {
  const { baseFeePerGas } = block
  // Without a price some nodes tell contracts a base fee of 0; no account has to hold what the call's gas would cost.
  const price = { gas: CALL_GAS, gasPrice: baseFeePerGas }
  const request = {
    ...price,
    address: reporter,
    abi: provenReporterAbi,
    account: from,
    blockNumber: block.number,
    stateOverride: [{ address: from, balance: CALL_GAS * baseFeePerGas }],
  }
  const [report, target, next, , refusal] =
    header === undefined
      ? await client.readContract({ ...request, functionName: 'preview' })
      : await client.readContract({
          ...request,
          functionName: 'previewWithHeader',
          args: [header],
        })
  return {
    observation: unpackEvidence(report.evidence),
    observedAt: BigInt(report.observedAt),
    config: report.config,
    target: toBigints(target) as Parameters,
    next: toBigints(next) as Parameters,
    refusal,
    header,
  }
}

/** The name of the error that a contract of evidence refused a call with. */
function findErrorName(error: unknown): string | undefined {
  if (!(error instanceof BaseError)) return undefined
  const reverted = error.walk((one) => one instanceof ContractFunctionRevertedError)
  return reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : undefined
}
