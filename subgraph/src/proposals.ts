// A proposal as it is made, with the changes that its calls would bring.

import { BigInt, Bytes } from '@graphprotocol/graph-ts'
import { ProposalCreated } from '../../build/subgraph/generated/Governor/Governor'
import { Governor, Proposal, ProposalCall } from '../../build/subgraph/generated/schema'
import { fetchAccount } from './accounts'
import { decodeMarketCall, decodeSetting } from './decodeCall'
import { indexId } from './ids'
import { toInt8 } from './integers'
import { SELECTOR_BYTES } from './selectors'
import { contextAddress, fetchGovernor } from './settings'

/** Records a new proposal and its calls. */
export function createProposal(event: ProposalCreated, id: Bytes): void {
  const params = event.params
  const governor = fetchGovernor(event.address)
  governor.proposalCount = governor.proposalCount + 1
  governor.save()

  const proposal = new Proposal(id)
  proposal.number = params.proposalId
  proposal.proposer = fetchAccount(params.proposer).id
  proposal.title = titleOf(params.description)
  proposal.description = params.description
  proposal.functionNames = saveCalls(event, id, governor)
  proposal.state = 'CREATED'
  proposal.createdBlockNumber = toInt8(event.block.number)
  proposal.createdAt = toInt8(event.block.timestamp)
  proposal.voteStartAt = toInt8(params.voteStart)
  proposal.voteEndAt = toInt8(params.voteEnd)
  proposal.isExtended = false
  proposal.againstVotes = BigInt.zero()
  proposal.forVotes = BigInt.zero()
  proposal.abstainVotes = BigInt.zero()
  proposal.snapshotAgainstVotes = BigInt.zero()
  proposal.snapshotForVotes = BigInt.zero()
  proposal.snapshotAbstainVotes = BigInt.zero()
  proposal.voterCount = 0
  proposal.save()
}

/** Saves the calls and returns the names of their functions. */
function saveCalls(event: ProposalCreated, proposal: Bytes, governor: Governor): string {
  const targets = event.params.targets
  const values = event.params.values
  const callDatas = event.params.calldatas
  const riskParameters = contextAddress('riskParameters')
  const timelock = contextAddress('timelock')
  const names: string[] = []
  for (let i = 0; i < targets.length; i++) {
    const call = new ProposalCall(indexId(proposal, i))
    call.proposal = proposal
    call.index = i
    call.target = targets[i]
    // OpenZeppelin refuses lists of different lengths.
    call.valueWei = i < values.length ? values[i] : BigInt.zero()
    call.callData = i < callDatas.length ? callDatas[i] : new Bytes(0)
    if (!isDecoded(call, governor, riskParameters, timelock)) call.save()
    const name = call.functionName
    names.push(name === null ? selectorOf(call.callData) : name)
  }
  return names.join(' ')
}

function isDecoded(
  call: ProposalCall,
  governor: Governor,
  riskParameters: Bytes | null,
  timelock: Bytes | null,
): bool {
  if (riskParameters !== null && call.target.equals(riskParameters)) return decodeMarketCall(call)
  if (call.target.equals(governor.id)) return decodeSetting(call, governor, false)
  if (timelock !== null && call.target.equals(timelock)) return decodeSetting(call, governor, true)
  return false
}

function selectorOf(callData: Bytes): string {
  if (callData.length < SELECTOR_BYTES) return 'transfer'
  const selector = new Bytes(SELECTOR_BYTES)
  for (let i = 0; i < SELECTOR_BYTES; i++) selector[i] = callData[i]
  return selector.toHexString()
}

/** The first line that is not empty, without what marks a heading. */
function titleOf(description: string): string {
  const lines = description.split('\n')
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i].trim()
    while (line.startsWith('#')) line = line.slice(1)
    line = line.trim()
    if (line != '') return line
  }
  return ''
}
