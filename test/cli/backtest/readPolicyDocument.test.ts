import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exampleConfig } from '../../../cli/backtest/exampleMarket.ts'
import { parsePolicyDocument } from '../../../cli/backtest/readPolicyDocument.ts'
import { diffConfigs, formatMarket, ProposalError } from '../../../governance/index.ts'

const examples = new URL('../../../governance/examples/', import.meta.url)

test('default', () => {
  const text = readFileSync(new URL('calm-bands.yaml', examples), 'utf8')
  const read = parsePolicyDocument(text, {})
  expect(read.title).toBe('Let the band breathe in calm markets')
  expect(formatMarket(read.market)).toBe('weth-usd')
  expect(read.documentHash).toMatch(/^0x[0-9a-f]{64}$/)
  expect(diffConfigs(read.inForce, read.proposed).map(({ path }) => path)).toEqual([
    'bounds.max.band',
    'bounds.cooldown',
    'freshness.maxAge',
  ])
})

const elsewhere = readdirSync(examples).filter((name) => name.startsWith('remote-'))

test.each(elsewhere)('error: a document about other chains alone is not replayed: %s', (name) => {
  const text = readFileSync(new URL(name, examples), 'utf8')
  expect(() => parsePolicyDocument(text, {})).toThrow(/changes no market of this chain/)
})

const here = readdirSync(examples).filter((name) => !elsewhere.includes(name))

test.each(here)('behavior: what propose takes is taken: %s', (name) => {
  const text = readFileSync(new URL(name, examples), 'utf8')
  const of = name === 'model.yaml' ? 'weth-usd' : undefined
  expect(parsePolicyDocument(text, { of }).documentHash).toBeDefined()
})

test('behavior: bare settings are taken, of each group any field', () => {
  const read = parsePolicyDocument('policy: { riskAversion: 41 }\nfallback: { band: 21 % }', {})
  expect(read.documentHash).toBeUndefined()
  expect(read.proposed.policy.riskAversionE4).toBe(410_000n)
  expect(read.proposed.fallbackVector.bandPips).toBe(210_000n)
  expect(read.inForce).toEqual(exampleConfig)
})

test('behavior: a market that the draft adds has nothing in force', () => {
  const text = readFileSync(new URL('market.yaml', examples), 'utf8')
  expect(parsePolicyDocument(text, {}).isAddition).toBe(true)
})

test('error: settings that the contract would refuse', () => {
  const read = () => parsePolicyDocument('bounds: { min: { band: 20 % } }', {})
  expect(read).toThrow(ProposalError)
  expect(read).toThrow(/fallback\.band: got \d+ %, allowed is 20 % to 100 %/)
})

test('error: a field that is no setting is named with its place', () => {
  const read = () => parsePolicyDocument('policy: { riskAversion: 41, gama: 5 }', {})
  expect(read).toThrow('policy.gama (line 1): got a key that is unknown')
})

test('error: a draft about several markets wants one named', () => {
  const change = (market: string) =>
    `{ change: policy, market: ${market}, rationale: r, policy: { riskAversion: 41 } }`
  const text = `gimbal: 1\ntitle: t\nchanges: [${change('a')}, ${change('b')}]`
  expect(() => parsePolicyDocument(text, {})).toThrow('name one with --of: a, b')
  expect(() => parsePolicyDocument(text, { of: 'c' })).toThrow('--of is c; the document is about')
  expect(formatMarket(parsePolicyDocument(text, { of: 'b' }).market)).toBe('b')
})
