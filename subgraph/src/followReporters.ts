// Listens to whom a market takes reports from: a contract of evidence tells what it measured.

import { Address, Bytes, ethereum } from '@graphprotocol/graph-ts'
import { Reporter } from '../../build/subgraph/generated/schema'
import { Evidence as EvidenceTemplate } from '../../build/subgraph/generated/templates'
import { toInt8 } from './integers'

/** Listens to each from now on, once. An account that signs emits nothing, and costs nothing. */
export function followReporters(reporters: Bytes[], block: ethereum.Block): void {
  for (let i = 0; i < reporters.length; i++) {
    if (Reporter.load(reporters[i]) !== null) continue
    const reporter = new Reporter(reporters[i])
    reporter.followedFromBlockNumber = toInt8(block.number)
    reporter.save()
    EvidenceTemplate.create(Address.fromBytes(reporters[i]))
  }
}
