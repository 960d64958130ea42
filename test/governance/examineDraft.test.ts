import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Hex } from 'viem'
import { describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { toPlainDocument } from '../../governance/formatDocument.ts'
import {
  completeDraft,
  type Document,
  type ExaminedDraft,
  examineDraft,
  type MarketConfig,
  ProposalError,
  readDraft,
} from '../../governance/index.ts'
import { scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { anyDocument } from './support/documents.ts'
import { findInForce } from './support/inForce.ts'
import { localConfig, localMarkets } from './support/localMarket.ts'

const rationale = 'A reason'
const market = 'weth-usd'

function examine(...changes: object[]): ExaminedDraft {
  const text = stringify({ gimbal: 1, title: '', changes })
  return examineDraft(text, { markets: localMarkets })
}

const listPaths = ({ issues }: ExaminedDraft) => issues.map(({ path }) => path)

describe('examineDraft', () => {
  test(
    'default: it lets pass what readDraft and completeDraft take, and says at least what they say against the rest',
    () => {
      fc.assert(
        fc.property(anyDocument, fc.array(anyDamage, { maxLength: 3 }), (document, damages) => {
          const plain: unknown = structuredClone(toPlainDocument(document))
          for (const damage of damages) damage(plain)
          const text = stringify(plain)
          const markets = findInForce(document)
          const examined = examineDraft(text, { markets })
          const outcome = complete(text, markets)
          if (!(outcome instanceof ProposalError)) {
            return examined.issues.length === 0 && isDeepStrictEqual(examined.document, outcome)
          }
          const found = new Set(examined.issues.map(({ path, got }) => `${path} ${got}`))
          return (
            examined.document === undefined &&
            examined.issues.length > 0 &&
            outcome.issues.every(({ path, got }) => found.has(`${path} ${got}`))
          )
        }),
        { seed: testSeed(), numRuns: scaled(500) },
      )
    },
    scaledTimeout,
  )

  test('behavior: a title and a reason that are missing hide neither what a change does nor what is wrong with it', () => {
    const examined = examine({ change: 'bounds', market, bounds: { max: { band: '0.01 %' } } })
    expect(listPaths(examined)).toEqual([
      'title',
      'changes.0.rationale',
      'changes.0.bounds.max.band',
      'changes.0.fallback.band',
    ])
    expect(examined.changes).toMatchObject([
      { index: 0, change: { bounds: { max: { bandPips: 100n } } } },
    ])
  })

  test('behavior: a value that cannot be read is left out of the change, and that nothing else is new is no fault', () => {
    const examined = examine(
      { change: 'policy', market, rationale, policy: { z: 'many' } },
      { change: 'freshness', market, rationale, freshness: { maxAge: '1 x', reportAge: '5 min' } },
    )
    expect(listPaths(examined)).toEqual([
      'title',
      'changes.0.policy.z',
      'changes.1.freshness.maxAge',
    ])
    expect(examined.changes).toMatchObject([
      { index: 1, change: { freshness: { ...localConfig.freshness, reportAgeSec: 300n } } },
    ])
  })

  test('behavior: changes of a market are not blamed for the addition before them that cannot be read', () => {
    const examined = examine(
      { change: 'market', market: 'new' },
      { change: 'freshness', market: 'new', rationale, freshness: { maxAge: '1 h' } },
    )
    expect(listPaths(examined).filter((path) => path.startsWith('changes.1'))).toEqual([])
  })

  test('behavior: while it is not known what is in force, a draft is read and not completed', () => {
    const text = stringify({
      gimbal: 1,
      title: 'A',
      changes: [{ change: 'resume', market, rationale }],
    })
    expect(examineDraft(text, undefined)).toMatchObject({ issues: [], document: undefined })
  })

  test('error: a text that is no YAML has its line, and one that is too long is not read', () => {
    expect(examineDraft('title: "a\nb: [', undefined).issues[0]).toMatchObject({ line: 2 })
    const { issues, value } = examineDraft('a'.repeat(1_000_001), undefined)
    expect([issues[0]?.got, value]).toEqual(['1000001 characters', undefined])
  })
})

function complete(text: string, markets: ReadonlyMap<Hex, MarketConfig>): Document | ProposalError {
  try {
    return completeDraft(readDraft(text), markets)
  } catch (error) {
    if (error instanceof ProposalError) return error
    throw error
  }
}

/** Puts something else in one place of a plain document. */
const anyDamage = fc
  .tuple(
    fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
    fc.constantFrom<unknown>(undefined, '', 'x', 5, [], {}),
  )
  .map(([turns, value]) => (root: unknown) => {
    let group = root as Record<string, unknown>
    for (const [depth, turn] of turns.entries()) {
      const keys = Object.keys(group)
      const key = keys[turn % Math.max(1, keys.length)]
      if (key === undefined) return
      const inner = group[key]
      if (depth < turns.length - 1 && typeof inner === 'object' && inner !== null) {
        group = inner as Record<string, unknown>
        continue
      }
      if (value === undefined) delete group[key]
      else group[key] = value
      return
    }
  })
