import { beforeAll, describe, expect, test } from 'vitest'
import { type Core, loadCore } from '../../../core/index.ts'
import {
  completeDraft,
  type Draft,
  type DraftChange,
  diffProposal,
  type FieldDiff,
  type MarketDiff,
} from '../../../governance/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import {
  compareMembers,
  findWay,
  groupFields,
  isDrawnInLog,
  isUnmoved,
  sayDirections,
  sayLooser,
  sayPlace,
} from '../../../web/diff/words.ts'
import { localMarkets } from '../../governance/support/localMarket.ts'

const market = LOCAL_MARKET_ID
const observation = {
  baseFeePerGas: 30_000_000_000n,
  gasUsedRatioPips: 500_000n,
  nativePriceUsd6: 2_000_000_000n,
  depthUsd6: 50_000_000_000_000n,
  depthRefUsd6: 50_000_000_000_000n,
  varianceWad: 250_000_000_000_000_000n,
  navUsd6: 10_000_000_000_000n,
  dataFeeWei: 0n,
  curvaturePips: 0n,
  horizonSec: 0n,
}

describe('the words of a diff', () => {
  let core: Core
  beforeAll(async () => {
    core = await loadCore()
  })

  function diff(change: object): MarketDiff {
    const changes = [{ market, rationale: 'r', ...change } as unknown as DraftChange]
    const draft: Draft = { title: 't', summary: '', changes }
    const latest = new Map([[market, observation]])
    const [only] = diffProposal(completeDraft(draft, localMarkets), localMarkets, { core, latest })
    return only as MarketDiff
  }
  const fieldOf = ({ fields }: MarketDiff, path: string) =>
    fields.find((field) => field.path === path) as FieldDiff

  test('default: how many fields go each way', () => {
    const bounds = { max: { bandPips: 200_000n }, min: { guardPips: 2_000n }, cooldownSec: 600n }
    expect(sayDirections(diff({ change: 'bounds', bounds }))).toBe('1 looser, 2 tighter')
    const policy = { zE4: 20_000n, slippageCapPips: 10_000n }
    expect(sayDirections(diff({ change: 'policy', policy }))).toBe(
      '1 looser, 1 without a direction of its own',
    )
    expect(sayDirections(diff({ change: 'resume' }))).toBe('reports count again')
  })

  test('default: which way a field loosens, and where it stands', () => {
    const field = fieldOf(diff({ change: 'policy', policy: { zE4: 20_000n } }), 'policy.z')
    expect(sayLooser(field)).toBe('lower is looser')
    expect(sayPlace(field)).toMatch(/^at \d+\.\d\d % → 20\.00 % of the range$/)
    expect(isDrawnInLog(field)).toBe(false)
  })

  test('behavior: values that would stand on one spot of a long range are drawn by powers of ten', () => {
    const bounds = { cooldownSec: 600n }
    const field = fieldOf(diff({ change: 'bounds', bounds }), 'bounds.cooldown')
    expect(isDrawnInLog(field)).toBe(true)
  })

  test('behavior: reporters that come, go and stay are told apart', () => {
    const [first, second] = localAccounts.reporters.map(({ address }) => address)
    const reporters = [first, second, localAccounts.filler.address].toSorted((a, b) =>
      BigInt(a as string) < BigInt(b as string) ? -1 : 1,
    )
    const field = fieldOf(diff({ change: 'reporters', reporters, threshold: 2n }), 'reporters')
    const fates = new Map(compareMembers(field).map(({ text, fate }) => [text, fate]))
    expect(fates.get(first as string)).toBe('stays')
    expect(fates.get(localAccounts.reporters[2].address)).toBe('removed')
    expect(fates.get(localAccounts.filler.address)).toBe('added')
  })

  test('behavior: a change that the model does not answer to is said in a sentence', () => {
    expect(isUnmoved(diff({ change: 'bounds', bounds: { cooldownSec: 600n } }).model)).toBe(true)
    const { model } = diff({ change: 'policy', policy: { zE4: 40_000n } })
    expect(isUnmoved(model)).toBe(false)
    const guard = model[0]?.targets.find(({ field }) => field === 'guardPips')
    expect(guard && findWay('guardPips', guard.from, guard.to)).toBe('tighter')
  })

  test('behavior: the fields of a new market stand under the headings of its document', () => {
    const [config] = localMarkets.values()
    const { fallbackVector: fallback, ...voted } = config as never as Record<string, unknown>
    const change = { change: 'market', market: `0x${'61'.repeat(32)}`, ...voted, fallback }
    const { fields } = diff(change)
    expect(groupFields(fields).map(([title]) => title)).toEqual([
      'Policy',
      'Bounds',
      'Fallback',
      'Freshness',
      'Source',
      'Model',
      'Reporters',
    ])
    expect(groupFields(fields).flatMap(([, group]) => group)).toHaveLength(fields.length)
  })
})
