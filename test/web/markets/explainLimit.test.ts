import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type BoundsCase, type ParameterField, parameterFields } from '../../../core/index.ts'
import { explainLimit } from '../../../web/markets/explainLimit.ts'
import { core, fill } from '../../bot/support/defaultInput.ts'
import { anywhereCase } from '../../generators/boundsScripts.ts'
import { applyBounds, type BoundsCase as OracleCase } from '../../oracle/bounds.ts'

const EPOCH_SEC = 600n

/** Each field at 100 within 10 to 1,000; steps of 20, a budget of 50 in 1,000 s, a cooldown of 100 s; at 2022-05-12 12:00. */
const start: BoundsCase = {
  current: fill(100n),
  target: fill(100n),
  bounds: {
    min: fill(10n),
    max: fill(1_000n),
    stepUp: fill(20n),
    stepDown: fill(20n),
    budget: fill(50n),
    budgetWindowSec: 1_000n,
    cooldownSec: 100n,
  },
  loosening: { used: fill(0n), lastAt: 0n },
  nowAt: 1_652_356_800n,
  isSameEpoch: false,
}

function explain(input: BoundsCase, field: ParameterField = 'maxTradeUsd', lastAt = 0n) {
  const outlook = { input, outcome: core.applyBounds(input) }
  return explainLimit(core, field, outlook, { epochSec: EPOCH_SEC, lastAt })
}

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a)

describe('explainLimit', () => {
  test.each<[string, Partial<BoundsCase>, string]>([
    ['the target is in force', {}, 'It is what the model asks for.'],
    [
      'nothing limits it',
      { target: fill(115n) },
      'Nothing limits it: the next push brings it there.',
    ],
    [
      'the step',
      { target: fill(500n) },
      'A push moves it up by $20 at most, so the next push brings it to $120.',
    ],
    [
      'a frozen direction',
      { target: fill(500n), bounds: { ...start.bounds, stepUp: fill(0n) } },
      'Voters let it go no further up: that step is 0.',
    ],
    [
      'what is left of the budget',
      {
        target: fill(500n),
        loosening: { used: fill(40n), lastAt: start.nowAt - 100n },
      },
      'Of the budget of $50 for loosening in 1000 s, $15 is left, so the next push brings it to $115.',
    ],
    [
      'a used budget',
      {
        target: fill(500n),
        bounds: { ...start.bounds, cooldownSec: 0n },
        loosening: { used: fill(60n), lastAt: start.nowAt - 100n },
      },
      'The budget of $50 for loosening in 1000 s is used up; it refills as time passes.',
    ],
    [
      'the cooldown',
      { target: fill(500n), loosening: { used: fill(0n), lastAt: start.nowAt - 40n } },
      'Nothing loosens within 100 s of a loosening: not before 12:01 UTC.',
    ],
    ['the least', { current: fill(15n), target: fill(1n) }, 'Voters allow no less than $10.'],
    [
      'the most',
      { current: fill(990n), target: fill(2_000n) },
      'Voters allow no more than $1,000.',
    ],
  ])('default: %s', (_, change, text) => {
    expect(explain({ ...start, ...change }).text).toBe(text)
  })

  test('behavior: an epoch that has had its push names the next, and what it may bring', () => {
    const input = { ...start, target: fill(500n), isSameEpoch: true }
    const lastAt = start.nowAt - 60n
    expect(explain({ ...input, nowAt: start.nowAt - 20n }, 'maxTradeUsd', lastAt).text).toBe(
      'It loosens once an epoch, and this one has had its push; the next begins at 12:00 UTC and may bring it to $120.',
    )
    expect(explain(input, 'maxTradeUsd', lastAt).text).toBe(
      'It loosens once an epoch, and this one has had its push; newer evidence is of the next and may bring it to $120.',
    )
    expect(explain({ ...input, target: fill(90n) }, 'maxTradeUsd', lastAt).text).toMatch(
      /^This epoch has had its push, and only what has no step tightens further in it;/,
    )
  })

  test('behavior: a day that is not today is named', () => {
    const { nowAt } = start
    const bounds = { ...start.bounds, cooldownSec: 86_400n }
    const loosening = { used: fill(0n), lastAt: nowAt - 5n }
    expect(explain({ ...start, bounds, loosening, target: fill(500n) }).text).toMatch(
      /1 d of a loosening: not before 2022-05-13 11:59:55 UTC\.$/,
    )
  })

  test('behavior: a small move of a long time is not told as none', () => {
    const long = (intervalSec: bigint) => ({ ...start.current, intervalSec })
    const input = {
      ...start,
      current: long(460_000n),
      target: long(200_000n),
      bounds: { ...start.bounds, max: { ...start.bounds.max, intervalSec: 1_000_000n } },
    }
    expect(explain(input, 'intervalSec').text).toBe(
      'A push moves it down by 20 s at most, so the next push brings it to 5 d 7 h.',
    )
  })

  test('P-137 the limit that is named holds it in the contract, exactly as far as the voted figure that is named lets it', () => {
    const seen = new Map<string, number>()
    const property = fc.property(
      anywhereCase,
      fc.bigInt({ min: 0n, max: EPOCH_SEC }),
      (input: OracleCase, sinceSec) => {
        fc.pre(input.nowAt > sinceSec)
        const { current, target, nowAt } = input
        const lastAt = nowAt - sinceSec
        const outlook = { input, outcome: core.applyBounds(input) }
        const contract = applyBounds(input)
        for (const field of parameterFields) {
          const told = explainLimit(core, field, outlook, { epochSec: EPOCH_SEC, lastAt })
          const moved = distance(contract.next[field], current[field])
          seen.set(told.limit, (seen.get(told.limit) ?? 0) + 1)
          expect(told.limit).toBe(contract.limits[field])
          expect(told.next).toBe(contract.next[field])
          switch (told.limit) {
            case 'none':
              expect(told.next).toBe(target[field])
              break
            case 'step':
            case 'budget':
              expect(told.allowed).toBe(moved)
              expect(distance(target[field], current[field])).toBeGreaterThan(moved)
              break
            case 'min':
            case 'max':
              expect(told.allowed).toBe(contract.next[field])
              break
            case 'cooldown': {
              expect(moved).toBe(0n)
              const endsAt = told.endsAt ?? 0n
              expect(endsAt).toBeGreaterThan(nowAt)
              const after = applyBounds({ ...input, nowAt: endsAt })
              expect(after.limits[field]).not.toBe('cooldown')
              break
            }
            case 'epoch': {
              expect(moved).toBe(0n)
              expect((told.endsAt ?? 0n) / EPOCH_SEC).toBe(lastAt / EPOCH_SEC + 1n)
              const after = applyBounds({ ...input, isSameEpoch: false })
              expect(after.limits[field]).not.toBe('epoch')
              break
            }
          }
        }
      },
    )
    fc.assert(property, { numRuns: 3_000 })
    // Each limit has to be met, or the property says nothing about it.
    const names = ['none', 'step', 'budget', 'cooldown', 'min', 'max', 'epoch']
    for (const name of names) expect(seen.get(name) ?? 0, name).toBeGreaterThan(50)
  })
})
