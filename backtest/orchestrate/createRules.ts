import type { FieldDiff } from '../../governance/index.ts'
import { createPolicyRule } from '../../strategy/rules/policy.ts'
import { createRule } from '../../strategy/rules/standardRules.ts'
import { listChangedFields, putBack } from '../proposal/changedFields.ts'
import { toVersion } from '../proposal/voted.ts'
import { type FillSettings, type RunRule, sumFeePips } from '../settings.ts'
import { IN_FORCE_ID, PROPOSAL_ID } from '../statistics/compareRules.ts'
import type { BacktestInputs } from './inputs.ts'

/** Begins the id of the proposal with one field put back: `proposal-without-policy.gas`. */
export const WITHOUT = `${PROPOSAL_ID}-without-`

/** More fields than these are not looked at one by one: a market that is added has a hundred. */
const MAX_ATTRIBUTED = 24

/** What a document changes, and which of it can be looked at alone. */
export interface Attribution {
  changed: readonly FieldDiff[]
  attributed: readonly FieldDiff[]
  notAttributed: readonly string[]
}

export function planAttribution({ inForce, proposed }: BacktestInputs): Attribution {
  const changed = listChangedFields(inForce, proposed)
  const attributed = changed
    .filter(({ path }) => putBack(proposed, inForce, path) !== undefined)
    .slice(0, changed.length > 1 ? MAX_ATTRIBUTED : 0)
  const notAttributed = changed
    .filter((diff) => changed.length > 1 && !attributed.includes(diff))
    .map(({ path }) => path)
  return { changed, attributed, notAttributed }
}

/** The rules of one run, new: a rule may remember what it saw. */
export function createRules(
  inputs: BacktestInputs,
  fill: FillSettings,
  attributed: readonly FieldDiff[],
): RunRule[] {
  const { inForce, proposed, against, isAddition } = inputs
  const inForceTitle = isAddition
    ? 'settings of the example, as nothing is in force'
    : 'settings that are voted now'
  const ruleSettings = { feePips: sumFeePips(fill), riskAversionE4: fill.riskAversionE4 }
  return [
    ...against.map((id) => ({ rule: createRule(id, ruleSettings) })),
    { rule: createPolicyRule(IN_FORCE_ID, inForceTitle), version: toVersion(inForce) },
    {
      rule: createPolicyRule(PROPOSAL_ID, 'settings that are proposed'),
      version: toVersion(proposed),
    },
    ...attributed.flatMap(({ path, label }) => {
      const version = putBack(proposed, inForce, path)
      if (version === undefined) return []
      const rule = createPolicyRule(`${WITHOUT}${path}`, `proposal, ${label} as in force`)
      return [{ rule, version: toVersion(version) }]
    }),
  ]
}

/** The policy in force, if it knew the variance of the day that begins: an upper bound, and no choice. */
export function createOracle({ inForce }: BacktestInputs): RunRule {
  const title = 'policy in force that knows the next day'
  return { rule: createPolicyRule('oracle', title, 'oracle'), version: toVersion(inForce) }
}
