import { applyDraftChange } from './completeDraft.ts'
import type { HomeDraftChange, MarketConfig, Settings } from './document.ts'
import { ProposalError } from './errors.ts'
import { findConfigIssues } from './rules.ts'

const groups = ['policy', 'bounds', 'fallback', 'freshness', 'source'] as const

/**
 * A configuration with some settings replaced. Reporters and model stay as they are: no figure depends on who reports, and
 * a model of its own is no setting.
 *
 * @throws ProposalError with everything that the contract would refuse about the result.
 */
export function applySettings(config: MarketConfig, settings: Settings): MarketConfig {
  let next = config
  for (const name of groups) {
    const part = settings[name]
    if (part === undefined) continue
    next = applyDraftChange(next, { change: name, [name]: part } as unknown as Drafted)
  }
  const issues = findConfigIssues(next)
  if (issues.length > 0) throw new ProposalError(issues)
  return next
}

type Drafted = Exclude<HomeDraftChange, { change: 'market' }>
