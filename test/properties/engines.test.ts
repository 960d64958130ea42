import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Core,
  loadCore,
  OutOfDomainError,
  type Parameters,
  type Row,
} from '../../core/index.ts'
import { rowsOf } from '../generators/chains.ts'
import { bitLength } from '../generators/fields.ts'
import { Random, scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { anyRow, anyRows } from '../generators/rows.ts'
import { stepChains } from '../generators/steps.ts'
import { fieldValue, inputFields, withField } from '../oracle/domain.ts'
import { type EngineUnderTest, startEngine } from './engines.ts'
import { Breaches, show } from './report.ts'

const COMPARED_ROWS = scaled(20_000)
const seed = testSeed()

/** Any row, one in eight with a value that does not belong there. */
function maybeRefusedRow(random: Random): Row {
  const row = anyRow(random)
  if (!random.chance(1 / 8)) return row
  const value = random.between(0n, 2n ** BigInt(1 + random.below(66)) - 1n)
  return withField(row, random.pick(inputFields), value)
}

describe('Wasm and EVM', () => {
  let core: Core
  let evm: EngineUnderTest

  beforeAll(async () => {
    core = await loadCore()
    evm = await startEngine('evm')
  }, 600_000)

  afterAll(() => evm.close())

  test(
    'P-28 both engines return the same bits and the same refusals',
    async () => {
      const random = new Random(seed)
      const breaches = new Breaches()
      let compared = 0
      let refused = 0
      while (compared < COMPARED_ROWS) {
        const rows = Array.from({ length: 2_000 }, () => maybeRefusedRow(random))
        const fromWasm = core.evaluateBatch(rows)
        const fromEvm = await evm.evaluateBatch(rows)
        for (const [i, row] of rows.entries()) {
          const [wasm, other] = [show(fromWasm[i]), show(fromEvm[i])]
          if (fromWasm[i] instanceof OutOfDomainError) refused += 1
          if (wasm !== other) breaches.add(`wasm ${wasm}, evm ${other}: ${show(row)}`)
        }
        compared += rows.length
      }
      breaches.assertNone(seed)
      expect(refused).toBeGreaterThan(COMPARED_ROWS / 50)
    },
    scaledTimeout,
  )
})

describe('Wasm and EVM at the steps', () => {
  // Fields so fine that neighbours lie closer together than any estimate can tell: there the predicates decide.
  const fineFields = ['navUsd6', 'depthUsd6', 'varianceWad', 'dataFeeWei'] as const

  test.each(fineFields)(
    'P-28 both engines step from one integer to the next at the same %s',
    async (field) => {
      const core = await loadCore()
      const evm = await startEngine('evm')
      const evaluateBatch = (rows: readonly Row[]) => core.evaluateBatch(rows) as Parameters[]
      const random = new Random(seed + 3 + fineFields.indexOf(field))
      const rows = rowsOf(stepChains(random, field, scaled(150), evaluateBatch))
      const breaches = new Breaches()
      const fromEvm = await evm.evaluateBatch(rows)
      for (const [i, wasm] of evaluateBatch(rows).entries()) {
        const [one, other] = [show(wasm), show(fromEvm[i])]
        if (one !== other) breaches.add(`wasm ${one}, evm ${other}: ${show(rows[i])}`)
      }
      await evm.close()
      breaches.assertNone(seed)
      expect(rows.length).toBeGreaterThan(scaled(500))
    },
    scaledTimeout,
  )
})

describe('one and many', () => {
  test('P-29 a batch gives each row what a call of its own gives, in any order, again and again', async () => {
    const core = await loadCore()
    const random = new Random(seed + 1)
    const rows = Array.from({ length: 5_000 }, () => maybeRefusedRow(random))
    const batch = core.evaluateBatch(rows).map(show)
    const reversed = core.evaluateBatch(rows.toReversed()).map(show).toReversed()
    const single = rows.map(({ observation, policy }) => {
      try {
        return show(core.evaluate(observation, policy))
      } catch (error) {
        return show(error)
      }
    })
    expect(reversed).toEqual(batch)
    expect(single).toEqual(batch)
  })

  test('P-29 lanes of memory give what objects give', async () => {
    const core = await loadCore()
    const rows = anyRows(new Random(seed + 2), 3_000)
    const lanes = BigUint64Array.from(
      rows.flatMap((row) => inputFields.map((input) => fieldValue(row, input))),
    )
    const outputs = core.evaluateLanes(lanes)
    const expected = core.evaluateBatch(rows).flatMap((row) => [...Object.values(row), 0n])
    expect([...outputs]).toEqual(expected)
    expect(Math.max(...expected.map(bitLength))).toBeGreaterThan(30)
  })
})
