import {
  type Conditions,
  type ConditionsOptions,
  keepConditions,
} from '../health/keepConditions.ts'

/**
 * The conditions that can be wrong with a keeper.
 *
 * chain: no endpoint can be used. contradiction: two endpoints disagree about the chain. balance: the account is low.
 * submission: something due is not sent, for a budget or a limit. vault: a vault refuses what it says is due, or cannot be
 * read. cut: a cut has been due for too long. prices: the stream of signed prices is silent or wrong. loop: something unforeseen.
 */
export const keeperConditionNames = [
  'chain',
  'contradiction',
  'balance',
  'submission',
  'vault',
  'cut',
  'prices',
  'loop',
] as const
export type KeeperConditionName = (typeof keeperConditionNames)[number]

export type KeeperConditions = Conditions<KeeperConditionName>

/** Keeps account of what is wrong with a keeper, and for how long. */
export function createKeeperConditions(
  options: Omit<ConditionsOptions<KeeperConditionName>, 'names' | 'needed' | 'atOnce'>,
): KeeperConditions {
  return keepConditions({
    ...options,
    names: keeperConditionNames,
    needed: ['chain', 'contradiction', 'balance', 'loop'],
    // It is noted after `alarms.cut`.
    atOnce: ['cut'],
  })
}
