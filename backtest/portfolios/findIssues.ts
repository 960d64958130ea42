import type { PortfolioIssue } from './errors.ts'
import type { DocumentOf, PortfolioDocument } from './schema.ts'

const DAY_SEC = 86_400

/** What is wrong between the figures of a document, each of which is right alone. */
export function findIssues(document: PortfolioDocument): PortfolioIssue[] {
  switch (document.kind) {
    case 'basket':
      return findBasketIssues(document)
    case 'carry':
      return findCarryIssues(document)
    case 'option-book':
    case 'lp-hedge':
      return findPerpIssues(document)
    default:
      return []
  }
}

function findBasketIssues({ assets, memory }: DocumentOf<'basket'>): PortfolioIssue[] {
  const issues: PortfolioIssue[] = []
  for (const [index, { market }] of assets.entries()) {
    const path = `assets.${index}.market`
    if (index === 0 && market !== undefined) {
      issues.push({ path, got: market, allowed: 'nothing: the first asset is that of the market' })
    }
    if (index > 0 && market === undefined) {
      issues.push({
        path,
        got: 'nothing',
        allowed: 'a recorded market, for each asset but the first',
      })
    }
  }
  const together = assets.reduce((sum, { weight }) => sum + weight, 0)
  if (together > 1e6) {
    const allowed = 'weights of at most 100 % together; the rest is in dollars'
    issues.push({ path: 'assets', got: `${together / 1e4} %`, allowed })
  }
  if (memory % DAY_SEC !== 0) {
    issues.push({ path: 'memory', got: `${memory} s`, allowed: 'whole days such as 30 d' })
  }
  return issues
}

function findPerpIssues({ hedge, perp }: DocumentOf<'option-book' | 'lp-hedge'>): PortfolioIssue[] {
  if (perp === undefined || hedge === 'perp') return []
  return [{ path: 'perp', got: 'a group of keys', allowed: 'nothing, unless hedge is perp' }]
}

function findCarryIssues({ margin, leverage, gap }: DocumentOf<'carry'>): PortfolioIssue[] {
  if ((leverage === undefined) === (gap === undefined)) {
    const got = gap === undefined ? 'neither' : 'both'
    return [{ path: 'leverage', got, allowed: 'either leverage or gap' }]
  }
  if (gap !== undefined && margin === 'cross') {
    const allowed = 'leverage, where the margin is crossed'
    return [{ path: 'gap', got: 'a group of keys', allowed }]
  }
  return []
}
