import { type Address, encodeFunctionData, type Hex } from 'viem'
import { createProofCall, type Proof } from '../../client/evidence/proofCall.ts'
import type { Parameters } from '../../core/index.ts'
import type { Errand } from '../submit/context.ts'
import { compareTargets } from '../submit/previewReport.ts'
import { readBackUpdate } from '../submit/readBackUpdate.ts'

/** A push that a proven reporter measures for itself. */
export interface ProofDraft extends Proof {
  marketId: Hex
  /** Of the evidence that was seen, unix seconds. */
  observedAt: bigint
  /** The target that the core computes here from that evidence; the contract has to agree before anything is sent. */
  target: Parameters
  /** The contract's own, from the same evidence. */
  theirTarget: Parameters
}

/** Has proven reporters push to a contract of parameters. */
export function createProofErrand(riskParameters: Address): Errand<ProofDraft> {
  return {
    toCall(draft) {
      const call = createProofCall(draft)
      return { to: call.address, data: encodeFunctionData(call) }
    },
    toSubject: ({ marketId, reporter, observedAt, hints }) => {
      return { kind: 'proof', marketId, reporter, observedAt, isHinted: hints !== 0n }
    },
    getLimitWei: () => undefined,
    // Past its segment a hinted push is refused in every block to come.
    mayOvertake: ({ marketId, observedAt }, open) =>
      open.kind === 'proof' &&
      open.isHinted &&
      open.marketId === marketId &&
      open.observedAt < observedAt,
    preview: async (_, { theirTarget, target }) => compareTargets(theirTarget, target),
    readBack: async (client, { hash, subject }, receipt) => {
      if (subject.kind !== 'proof') return
      const { marketId } = subject
      await readBackUpdate(client, { riskParameters, marketId, hash }, receipt)
    },
  }
}
