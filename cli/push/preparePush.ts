import type { Address, Hex } from 'viem'
import type { ContractCall } from '../../client/contractCall.ts'
import { describeRefusal } from '../../client/describeRefusal.ts'
import { findHints } from '../../client/evidence/findHints.ts'
import { findProvenReporter } from '../../client/evidence/findProvenReporter.ts'
import { type ProofPreview, previewProof } from '../../client/evidence/previewProof.ts'
import { createMeasureCall, createProofCall } from '../../client/evidence/proofCall.ts'
import type { MarketConfig } from '../../governance/index.ts'
import type { Session } from '../governance/session.ts'
import { PushError } from './errors.ts'

interface PushChoice {
  marketId: Hex
  config: MarketConfig
  /** Only moves the kept state on. */
  isMeasure: boolean
  /** The pool searches for itself. */
  isUnhinted: boolean
}

/** A push of a market that anybody may send. */
export interface PreparedPush {
  reporter: Address
  call: ContractCall
  /** What it would report at the latest block; undefined: nothing is reported. */
  preview: ProofPreview | undefined
  hints: bigint
}

/**
 * What there is to send, as of the latest block.
 *
 * @throws PushError if signatures are needed; CallRefusedError if the reporter cannot measure, PoolMemoryError,
 * ChainReadError.
 */
export async function preparePush(
  { client, network }: Session,
  { marketId, config, isMeasure, isUnhinted }: PushChoice,
): Promise<PreparedPush> {
  const { riskParameters } = network.addresses
  const { number, timestamp, baseFeePerGas } = await client.getBlock()
  const found = await findProvenReporter(client, { riskParameters, marketId, config }, number)
  if (found.problem !== undefined) throw new PushError(found.problem)
  const { address: reporter, settings } = found
  const hints = isUnhinted ? 0n : await findHints(client, settings, timestamp, number)
  if (isMeasure) {
    return { reporter, call: createMeasureCall(reporter, hints), preview: undefined, hints }
  }
  const block = { number, baseFeePerGas: baseFeePerGas ?? 0n }
  const preview = await previewProof(client, { reporter, settings, block }).catch((cause) => {
    throw describeRefusal({ functionName: 'preview', address: reporter }, cause)
  })
  const { header } = preview
  return { reporter, call: createProofCall({ reporter, hints, header }), preview, hints }
}
