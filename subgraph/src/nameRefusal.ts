// Names of the errors with which a report may be refused.

import { Bytes } from '@graphprotocol/graph-ts'
import { hasSelector, nameOf } from './selectors'

const REFUSALS: string[] = [
  'UnknownMarket(bytes32)',
  'HaltedMarket(bytes32)',
  'MarketUsesFallback(bytes32)',
  'ConfigChanged(address,address)',
  'EvidenceNotNewer(uint256,uint256)',
  'EvidenceInFuture(uint256,uint256)',
  'EvidenceTooOld(uint256,uint256)',
  'MalformedEvidence()',
  'BlockNotPast(uint256,uint256)',
  'BlockTooOld(uint256,uint256)',
  'BlockHashMismatch(uint256,bytes32,bytes32)',
  'QuorumNotReached(uint256,uint256)',
  'SignersNotAscending(uint256,address,address)',
  'NotReporter(uint256,address)',
  'InvalidSignature(uint256,address)',
  'OutOfDomain(bytes32,uint256,uint256,uint256)',
  'MalformedTarget()',
  'ImpactAboveCap(uint256,uint256,uint256)',
  'RefusedWithoutReason()',
]

/** The name of the error whose revert data this is; `Unknown` for any other. */
export function nameRefusal(refusal: Bytes): string {
  for (let i = 0; i < REFUSALS.length; i++) {
    if (hasSelector(refusal, REFUSALS[i])) return nameOf(REFUSALS[i])
  }
  return 'Unknown'
}
