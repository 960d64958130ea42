import { Address, Bytes, ethereum, log } from '@graphprotocol/graph-ts'
import { SkippedFact } from '../../build/subgraph/generated/schema'
import { factId, indexId, periodId } from './ids'
import { toInt8 } from './integers'

/** Records and logs an event that does not fit what is known. At most one for each event. */
export function skipEvent(
  event: ethereum.Event,
  name: string,
  reason: string,
  subject: Bytes,
): void {
  const fact = createFact(factId(event), event.block, name, reason, subject)
  fact.address = event.address
  fact.transactionHash = event.transaction.hash
  fact.save()
}

/** Records and logs what does not fit at the close of a segment. At most one for each subject and block. */
export function skipClosing(block: ethereum.Block, reason: string, subject: Bytes): void {
  // No log of a block has this index, so that the fact stands after them.
  const id = indexId(periodId(toInt8(block.number), new Bytes(0)), 0xffff_ffff)
  const fact = createFact(id.concat(subject), block, 'block', reason, subject)
  fact.address = Address.zero()
  fact.transactionHash = new Bytes(32)
  fact.save()
}

function createFact(
  id: Bytes,
  block: ethereum.Block,
  name: string,
  reason: string,
  subject: Bytes,
): SkippedFact {
  log.warning('{} skipped in block {}: {} ({})', [
    name,
    block.number.toString(),
    reason,
    subject.toHexString(),
  ])
  const fact = new SkippedFact(id)
  fact.event = name
  fact.reason = reason
  fact.subject = subject
  fact.blockNumber = toInt8(block.number)
  fact.blockAt = toInt8(block.timestamp)
  return fact
}
