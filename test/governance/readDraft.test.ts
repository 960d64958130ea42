import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadCore, policyFields } from '../../core/index.ts'
import { boundsGroups, boundsSpecs, freshnessSpecs, policySpecs } from '../../governance/fields.ts'
import { createJsonSchema, ProposalError, parseMarket, readDraft } from '../../governance/index.ts'

const change = (lines: string) => `gimbal: 1
title: A title
changes:
  - rationale: A reason
${lines.replace(/^/gm, '    ')}
`
const onMarket = (lines: string) => change(`market: weth-usd\n${lines}`)

function findIssues(text: string) {
  try {
    readDraft(text)
  } catch (error) {
    if (error instanceof ProposalError) return error.issues
    throw error
  }
  return expect.fail('it was read')
}

describe('readDraft', () => {
  test('default: only what changes', () => {
    const text = onMarket('change: bounds\nbounds: { max: { band: 30 % }, cooldown: 10 min }')
    expect(readDraft(text)).toEqual({
      title: 'A title',
      summary: '',
      changes: [
        {
          change: 'bounds',
          market: parseMarket('weth-usd'),
          rationale: 'A reason',
          bounds: { max: { bandPips: 300_000n }, cooldownSec: 600n },
        },
      ],
    })
  })

  test('behavior: JSON is read as well, addresses need no quotes, and decimals keep every digit', () => {
    const address = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
    const hash = `0x${'1f'.repeat(32)}`
    const yaml = change(`change: model\nmarkets: [weth-usd]\nmodel: ${address}\ncoreHash: ${hash}`)
    expect(readDraft(yaml).changes[0]).toMatchObject({ model: address, coreHash: hash })
    const json = {
      gimbal: 1,
      title: 'A title',
      changes: [{ change: 'resume', market: 'weth-usd', rationale: 'A reason' }],
    }
    expect(readDraft(JSON.stringify(json)).changes).toHaveLength(1)
    const fine = '0.10000000000000000001'
    expect(findIssues(onMarket(`change: policy\npolicy: { z: ${fine} }`))[0]?.got).toBe(`"${fine}"`)
  })

  test('behavior: "no limit" means the largest value of the type', () => {
    const text = onMarket(
      'change: bounds\nbounds: { max: { maxTrade: no limit }, stepUp: { band: no limit } }',
    )
    expect(readDraft(text).changes[0]).toMatchObject({
      bounds: { max: { maxTradeUsd: 2n ** 40n - 1n }, stepUp: { bandPips: 2n ** 32n - 1n } },
    })
  })

  test.each([
    [
      'a key that is unknown',
      'policy',
      'policy: { gamma: 3 }',
      'policy.gamma',
      'correct or remove',
    ],
    ['a wrong unit', 'policy', 'policy: { epoch: 10 % }', 'policy.epoch', 'a time such as 600 s'],
    ['too many decimals', 'policy', 'policy: { z: 0.12345 }', 'policy.z', '4 decimals at most'],
    ['below the domain', 'policy', 'policy: { gas: 20999 gas }', 'policy.gas', '21,000 gas to 10'],
    ['above the domain', 'policy', 'policy: { epoch: 8 d }', 'policy.epoch', '1 min to 7 d'],
    [
      'above a cap',
      'bounds',
      'bounds: { max: { guard: 401 % } }',
      'bounds.max.guard',
      '0 % to 400 %',
    ],
    [
      'no limit where there is a cap',
      'bounds',
      'bounds: { max: { band: no limit } }',
      'bounds.max.band',
      'a share',
    ],
    [
      'a budget that the contract cannot write down',
      'bounds',
      'bounds: { budget: { lot: 7000 % } }',
      'bounds.budget.lot',
      '0 % to 6710.8863 %, or no limit',
    ],
    ['no window', 'bounds', 'bounds: { budgetWindow: 0 s }', 'bounds.budgetWindow', '1 s to '],
    [
      'outside the type',
      'fallback',
      'fallback: { cppiMultiplier: 65.536 x }',
      'fallback.cppiMultiplier',
      '0 x to 65.535 x',
    ],
    [
      'too many blocks',
      'freshness',
      'freshness: { reportAgeBlocks: 393169 blocks }',
      'freshness.reportAgeBlocks',
      '1 block to 393168 blocks',
    ],
    ['no reporters', 'reporters', 'reporters: []', 'reporters', '1 to 32 addresses'],
    [
      'a threshold of none',
      'reporters',
      'threshold: 0',
      'threshold',
      'a whole number from 1 to 32',
    ],
    [
      'a wrong checksum',
      'source',
      'source: { pool: "0x5fbDB2315678afecb367f032d93F642f64180aa3" }',
      'source.pool',
      'with their checksum',
    ],
    [
      'a wrong type',
      'source',
      'source: { isQuoteToken0: 1 }',
      'source.isQuoteToken0',
      'true or false',
    ],
    ['a part that is missing', 'policy', '', 'policy', 'a group of keys'],
    ['a market without its bounds', 'market', 'threshold: 1', 'bounds', 'a group of keys'],
  ])('error: %s', (_, kind, lines, path, allowed) => {
    const issues = findIssues(onMarket(`change: ${kind}\n${lines}`))
    const issue = issues.find((found) => found.path === `changes.0.${path}`)
    expect(issue?.allowed).toContain(allowed)
    expect(issue?.line).toBeGreaterThan(3)
  })

  test.each([
    ['title', 'gimbal: 1\ntitle: ""\nchanges: []', 'one line of text'],
    ['title', `gimbal: 1\ntitle: ${'a'.repeat(121)}\nchanges: []`, '120 characters at most'],
    ['title', 'gimbal: 1\ntitle: "a\\nb"\nchanges: []', 'one line of text'],
    ['title', 'gimbal: 1\ntitle: "a\\u202eb"\nchanges: []', 'printable text only'],
    ['changes', 'gimbal: 1\ntitle: A\nchanges: []', '1 to 20 changes'],
    ['gimbal', 'gimbal: 2\ntitle: A\nchanges: []', '1, the version of this format'],
    ['summary', 'gimbal: 1\ntitle: A\nsummary: "```gimbal"\nchanges: []', 'text without ```gimbal'],
    ['summary', 'gimbal: 1\ntitle: A\nsummary: "<!-- "\nchanges: []', 'text without <!--'],
    [
      'changes.0.rationale',
      change('change: resume\nmarket: a').replace('A reason', '""'),
      'reason',
    ],
    ['changes.0.market', change('change: resume\nmarket: WETH'), 'a name of 1 to 31 characters'],
    ['changes.0.change', onMarket('change: halt'), 'one of policy, bounds'],
  ])('error: %s of %j', (path, text, allowed) => {
    const issues = findIssues(text).filter((issue) => issue.path === path)
    expect(issues.map((issue) => issue.allowed).join()).toContain(allowed)
  })

  test.each([
    ['a key twice', 'gimbal: 1\ngimbal: 1', 'Map keys must be unique', 2],
    ['an alias', 'gimbal: 1\ntitle: &a A\nsummary: *a\nchanges: []', 'cannot be read', undefined],
    ['two documents', 'gimbal: 1\n---\ngimbal: 1', 'multiple documents', 2],
    ['broken syntax', 'gimbal: 1\ntitle: "A', 'Missing closing', 2],
    ['a thousand brackets', '['.repeat(20_000), '', undefined],
  ])('error: %s, with the line where there is one', (_, text, got, line) => {
    const [issue] = findIssues(text)
    expect(issue?.got).toContain(got)
    if (line !== undefined) expect(issue?.line).toBe(line)
  })

  test('error: every issue at once, in one message', () => {
    const issues = findIssues(onMarket('change: policy\npolicy: { epoch: 1 s, z: 11, gas: 1 }'))
    expect(issues.map(({ path }) => path)).toEqual([
      'changes.0.policy.gas',
      'changes.0.policy.epoch',
      'changes.0.policy.z',
    ])
  })
})

describe('the ranges', () => {
  test("default: those of the policy are the model's", async () => {
    const { domain } = await loadCore()
    expect(policySpecs.map(({ field, min, max }) => ({ field, min, max }))).toEqual(
      policyFields.map((field) => ({ field, ...domain.policy[field] })),
    )
  })

  test('behavior: every field is in the JSON Schema, which the file has', () => {
    const url = new URL('../../governance/draft.schema.json', import.meta.url)
    const json = `${JSON.stringify(createJsonSchema(), undefined, 2)}\n`
    const names = [policySpecs, boundsGroups.min, boundsSpecs, freshnessSpecs].flat()
    for (const { name } of names) expect(json).toContain(`"${name}"`)
    expect(
      JSON.parse(readFileSync(url, 'utf8')),
      'governance/draft.schema.json is old: write createJsonSchema() of governance/schema.ts into it',
    ).toEqual(JSON.parse(json))
  })
})
