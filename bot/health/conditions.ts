import {
  type Conditions as ConditionsOf,
  type ConditionsOptions,
  keepConditions,
} from './keepConditions.ts'

/**
 * The conditions that can be wrong with a replica or a prover. It may be ready although some of them are wrong.
 *
 * chain: no endpoint can be used. index: the subgraph does not answer, or stands still. contradiction: two sources
 * disagree about the chain. core: the algorithm here is not the one that was voted. role: the key is no reporter's, or
 * nobody can push without signatures.
 * evidence: what a prover's reporter measures with cannot be read. balance: the account is low. quorum: too few sign. submission: a push cannot be sent, or is not taken.
 * age: the value in force is older than its heartbeat allows. prices: the stream of signed prices is silent or
 * wrong, or a feed does not take them. loop: something unforeseen.
 */
export const conditionNames = [
  ...(['chain', 'index', 'contradiction', 'core', 'role'] as const),
  ...(['evidence', 'balance', 'quorum', 'submission', 'age', 'prices', 'loop'] as const),
]
export type ConditionName = (typeof conditionNames)[number]

/** Conditions without which a replica cannot work. The others raise alarms only: another replica may still push. */
const needed: readonly ConditionName[] = [
  ...(['chain', 'index', 'contradiction', 'core', 'role', 'evidence', 'balance', 'loop'] as const),
]

export type Conditions = ConditionsOf<ConditionName>

/** Keeps account of what is wrong with a replica, and for how long. */
export function createConditions(
  options: Omit<ConditionsOptions<ConditionName>, 'names' | 'needed'>,
): Conditions {
  return keepConditions({ ...options, names: conditionNames, needed })
}
