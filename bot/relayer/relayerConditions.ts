import {
  type Conditions,
  type ConditionsOptions,
  keepConditions,
} from '../health/keepConditions.ts'

/**
 * The conditions that can be wrong with a relayer.
 *
 * chain: a chain's endpoints cannot be used; the others are served. contradiction: two endpoints disagree about a chain.
 * balance: the account is low on a chain. submission: something due is not sent, for a budget or a limit. signers: a
 * bridge's proof is not to be had. delivery: a message cannot be brought, or its receiver refuses it. loop: something
 * unforeseen.
 */
export const relayerConditionNames = [
  'chain',
  'contradiction',
  'balance',
  'submission',
  'signers',
  'delivery',
  'loop',
] as const
export type RelayerConditionName = (typeof relayerConditionNames)[number]

export type RelayerConditions = Conditions<RelayerConditionName>

/** Keeps account of what is wrong with a relayer, and for how long. */
export function createRelayerConditions(
  options: Omit<ConditionsOptions<RelayerConditionName>, 'names' | 'needed'>,
): RelayerConditions {
  return keepConditions({
    ...options,
    names: relayerConditionNames,
    needed: ['contradiction', 'balance', 'loop'],
  })
}
