import { describe, expect, test } from 'vitest'
import type { LatestOfMarket } from '../../../query/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { MarketNow } from '../../../web/data/useMarkets.ts'
import { askModel } from '../../../web/markets/askModel.ts'
import {
  core,
  createInput,
  createState,
  defaultObservation,
  defaultTarget,
  NOW_AT,
} from '../../bot/support/defaultInput.ts'

const { config } = createInput()
const state = createState()

const market: MarketNow = {
  id: LOCAL_MARKET_ID,
  name: 'weth-usd',
  config: config as MarketNow['config'],
  coreHash: core.hash,
  inForce: { status: 'active', ageSec: 720n, values: state.values, state },
}

const source = {
  observation: defaultObservation,
  blockNumber: 7n,
  blockHash: '0x07' as const,
  observedAt: NOW_AT - 12n,
  policy: config.policy,
  target: defaultTarget,
  refusedField: undefined,
}

const latest = (change: Partial<typeof source> = {}): LatestOfMarket => ({
  latestUpdateId: undefined,
  evidenceKind: undefined,
  gap: undefined,
  observation: { ...source, ...change },
})

const ask = (of: LatestOfMarket | undefined, now: MarketNow = market) =>
  askModel(core, now, of, NOW_AT)

describe('askModel', () => {
  test('default: the target of the core, from what is in force, beside that of the index', () => {
    const asked = ask(latest())
    expect(asked).toMatchObject({
      agreement: { type: 'equal' },
      hasCounted: false,
      isPolicyNewer: false,
      isTooOld: false,
      outlook: { input: { target: defaultTarget, current: state.values } },
    })
  })

  test('behavior: a target that the core does not compute is named by its fields, and is not shown', () => {
    const target = { ...defaultTarget, bandPips: defaultTarget.bandPips + 1n }
    expect(ask(latest({ target }))).toMatchObject({
      agreement: { type: 'differs', fields: ['bandPips'] },
      outlook: { input: { target: defaultTarget } },
    })
  })

  test('behavior: an index that refuses what the core does not, or the other way round', () => {
    expect(ask(latest({ target: undefined as never }))).toMatchObject({
      agreement: { type: 'refusal-differs' },
    })
    const observation = { ...defaultObservation, navUsd6: 0n }
    const refused = ask(latest({ observation }))
    expect(refused).toMatchObject({ agreement: { type: 'refusal-differs' } })
    expect(refused).toHaveProperty('reason', expect.stringMatching(/^The model refuses.*navUsd6/))
    expect(ask(latest({ observation, target: undefined as never }))).toMatchObject({
      agreement: { type: 'equal' },
    })
  })

  test('behavior: a policy that has changed since, evidence that has counted or is too old', () => {
    const policy = { ...config.policy, zE4: config.policy.zE4 + 1n }
    const target = core.evaluate(defaultObservation, policy)
    expect(ask(latest({ policy, target }))).toMatchObject({
      isPolicyNewer: true,
      agreement: { type: 'equal' },
      outlook: { input: { target: defaultTarget } },
    })
    expect(ask(latest({ observedAt: state.observedAt }))).toMatchObject({ hasCounted: true })
    const { reportAgeSec } = config.freshness
    expect(ask(latest({ observedAt: NOW_AT - reportAgeSec }))).toMatchObject({ isTooOld: false })
    expect(ask(latest({ observedAt: NOW_AT - reportAgeSec - 1n }))).toMatchObject({
      isTooOld: true,
    })
  })

  test('error: why it is not known', () => {
    const reason = (of: LatestOfMarket | undefined, now?: MarketNow) => {
      const asked = ask(of, now)
      return 'reason' in asked ? asked.reason : undefined
    }
    const none = { latestUpdateId: undefined, evidenceKind: undefined, observation: undefined }
    expect(reason(undefined)).toBe('The index does not know this market yet.')
    expect(reason({ ...none, gap: undefined })).toBe('The index has no observation of it yet.')
    expect(reason({ ...none, gap: 'NO_PORTFOLIO' })).toBe(
      'There is no observation of it: its source names no portfolio.',
    )
    expect(reason({ ...none, gap: 'SOMETHING_NEW' })).toBe(
      'The index has no observation of it yet.',
    )
    const other = { ...market, coreHash: `0x${'ab'.repeat(32)}` as const }
    expect(reason(latest(), other)).toMatch(/does not have the core \(0xabab/)
  })
})
