import {
  type Conditions,
  type ConditionsOptions,
  keepConditions,
} from '../../health/keepConditions.ts'

/**
 * The conditions that can be wrong with a keeper of the whole.
 *
 * chain: a chain cannot be read; the others are served. contradiction: two endpoints disagree about a chain. balance: the
 * account is low on a chain. submission: something due is not sent, for a budget or a limit. whole: a chain gets no
 * orders because it holds or its figures are too old. loop: something unforeseen.
 */
export const wholeConditionNames = [
  'chain',
  'contradiction',
  'balance',
  'submission',
  'whole',
  'loop',
] as const
export type WholeConditionName = (typeof wholeConditionNames)[number]

export type WholeConditions = Conditions<WholeConditionName>

/** Keeps account of what is wrong with a keeper of the whole, and for how long. */
export function createWholeConditions(
  options: Omit<ConditionsOptions<WholeConditionName>, 'names' | 'needed'>,
): WholeConditions {
  return keepConditions({
    ...options,
    names: wholeConditionNames,
    needed: ['contradiction', 'balance', 'loop'],
  })
}
