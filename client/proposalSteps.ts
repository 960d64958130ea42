import { type Address, isAddressEqual, keccak256, toHex } from 'viem'
import { governorAbi } from '../abi/index.ts'
import type { Proposal, ProposalState } from '../governance/index.ts'
import type { ContractCall } from './contractCall.ts'
import type { Voting } from './readVoting.ts'

/** What takes a proposal further once it is made, besides votes. */
export type Step = 'queue' | 'execute' | 'cancel'

/** The state that each step needs. */
const stateFor: Readonly<Record<Step, ProposalState>> = {
  queue: 'succeeded',
  execute: 'queued',
  cancel: 'pending',
}

/** Why a step cannot be taken now: the proposal's state, the timelock's delay, or that another account has to take it. */
export type Obstacle = 'state' | 'delay' | 'proposer'

/**
 * What stands in the way of a step; undefined if it can be taken. Anyone may queue and execute, the proposer alone may
 * cancel, before the vote begins: no other account has a right to, the guardian's neither.
 *
 * @param account - Undefined: not known, so that nobody is told that he may not.
 * @param nowAt - When the block that would hold the step begins, Unix seconds.
 */
export function findObstacle(
  step: Step,
  { state, proposer, executableAt }: Pick<Voting, 'state' | 'proposer' | 'executableAt'>,
  account: Address | undefined,
  nowAt: bigint,
): Obstacle | undefined {
  if (state !== stateFor[step]) return 'state'
  if (step === 'execute' && executableAt > nowAt) return 'delay'
  const isOthers = step === 'cancel' && account !== undefined && !isAddressEqual(proposer, account)
  return isOthers ? 'proposer' : undefined
}

/** The call of a step: the Governor wants all of the proposal again. */
export function createStepCall(
  governor: Address,
  step: Step,
  { targets, values, calldatas, description }: Proposal,
): ContractCall {
  const args = [targets, values, calldatas, keccak256(toHex(description))]
  return { address: governor, abi: governorAbi, functionName: step, args }
}
