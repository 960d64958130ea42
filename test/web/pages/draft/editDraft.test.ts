import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../../../files/parseYaml.ts'
import { completeDraft, formatMarket, readDraft } from '../../../../governance/index.ts'
import { LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import { readForm } from '../../../../web/pages/draft/model/draftForm.ts'
import {
  addChange,
  EMPTY_DRAFT,
  moveChange,
  removeChange,
  setTitle,
  setValue,
  writePolicy,
} from '../../../../web/pages/draft/model/editDraft.ts'
import {
  exampleNames,
  loadExample,
  loadExampleMarket,
} from '../../../../web/pages/draft/model/examples.ts'
import { applyAll, findBase, listValues } from '../../../../web/pages/draft/model/findBase.ts'
import { startChange, startMarket, toStart } from '../../../../web/pages/draft/model/startChange.ts'
import { localConfig, localMarkets } from '../../../governance/support/localMarket.ts'

const market = formatMarket(LOCAL_MARKET_ID)
const read = (text: string) => readForm(parseYaml(text, { aliases: false }).value)
const start = addChange(EMPTY_DRAFT, startChange('bounds', market))
const inForce = listValues(localConfig)

describe('editing a draft', () => {
  test('default: a value is set in its unit, and one that is as in force leaves nothing behind', () => {
    const set = setValue(start, 0, 'bounds.max.band', '20 %')
    expect(set).toBe(
      'gimbal: 1\ntitle: ""\nchanges:\n  - change: bounds\n    market: weth-usd\n    rationale: ""\n    bounds:\n      max:\n        band: 20 %\n',
    )
    expect(setValue(set, 0, 'bounds.max.band', undefined)).toBe(
      set.replace(/bounds:\n {6}max:\n {8}band: 20 %/, 'bounds: {}'),
    )
  })

  test('behavior: comments of an example stay when the form changes it', async () => {
    const example = await loadExample('bounds')
    const edited = setValue(example, 0, 'bounds.budgetWindow', '2 d')
    expect(edited).toBe(example.replace('1 d', '2 d'))
    expect(exampleNames).toContain('calm-bands')
  })

  test('behavior: changes are moved and removed', () => {
    const two = addChange(start, startChange('resume', market))
    expect(read(moveChange(two, 1, 0)).changes.map(({ kind }) => kind)).toEqual([
      'resume',
      'bounds',
    ])
    expect(read(removeChange(two, 0)).changes.map(({ kind }) => kind)).toEqual(['resume'])
    expect(removeChange(start, 0)).toBe(EMPTY_DRAFT)
  })

  test("behavior: a slider's policy goes into the change of the policy, or into a new one", () => {
    const values = { 'policy.z': '3', 'policy.zJump': inForce['policy.zJump'] ?? '' }
    const added = writePolicy(start, market, values, inForce)
    expect(read(added).changes[1]).toMatchObject({ kind: 'policy', values: { 'policy.z': '3' } })
    expect(
      read(writePolicy(added, market, { 'policy.z': '4' }, inForce)).changes[1]?.values,
    ).toEqual({
      'policy.z': '4',
    })
    expect(writePolicy(added, market, { 'policy.z': inForce['policy.z'] ?? '' }, inForce)).toBe(
      start,
    )
  })

  test("behavior: a new market starts with the example's figures and nobody's addresses, or with all settings of another", async () => {
    const example = await loadExampleMarket()
    const fresh = addChange(EMPTY_DRAFT, startMarket(example, true))
    const [change] = read(fresh).changes
    expect(change?.values).toMatchObject({ 'policy.z': '2.1', 'source.pool': '' })
    expect(change?.reporters).toEqual(['', '', ''])
    const copied = addChange(
      setTitle(EMPTY_DRAFT, 'Another'),
      startMarket(toStart(localConfig), false),
    )
    const named = copied
      .replace('market: ""', 'market: other')
      .replace('rationale: ""', 'rationale: A')
    expect(completeDraft(readDraft(named), localMarkets).changes[0]).toMatchObject({
      policy: localConfig.policy,
      reporters: localConfig.reporters,
    })
  })
})

describe('what a change starts from', () => {
  const freshness = { ...localConfig.freshness, maxAgeSec: 7_200n }
  const changes = [
    {
      index: 1,
      change: { change: 'freshness', market: LOCAL_MARKET_ID, rationale: 'A', freshness },
    },
  ] as const

  test('default: what is in force, after the changes before it', () => {
    expect(findBase(market, 1, changes, localMarkets)).toBe(localConfig)
    expect(findBase(market, 2, changes, localMarkets)?.freshness).toBe(freshness)
    expect(findBase('no market!', 2, changes, localMarkets)).toBeUndefined()
  })

  test('behavior: each market that is changed has a before and an after', () => {
    expect([...applyAll(changes, localMarkets)]).toEqual([
      [LOCAL_MARKET_ID, { before: localConfig, after: { ...localConfig, freshness } }],
    ])
    expect(applyAll(changes, new Map()).size).toBe(0)
  })
})
