import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutOfDomainError, Parameters, Row } from '../../core/index.ts'
import { Random, scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { anyRows } from '../generators/rows.ts'
import { parameterFields } from '../oracle/domain.ts'
import { parseDecimal } from '../oracle/rational.ts'
import { withinTolerance } from '../oracle/tolerance.ts'
import { readVectors } from '../oracle/vectors.ts'
import { type AccuracyBreach, findAccuracyBreaches } from '../properties/accuracy.ts'
import { type EngineUnderTest, engineNames, startEngine } from '../properties/engines.ts'
import { Breaches } from '../properties/report.ts'

const RANDOM_ROWS = { wasm: scaled(100_000), evm: scaled(1_000) }
const seed = testSeed()

describe.each(engineNames)('the outputs of %s', (name) => {
  let engine: EngineUnderTest
  const breaches: Record<AccuracyBreach['kind'], Breaches> = {
    refused: new Breaches(),
    tolerance: new Breaches(),
    side: new Breaches(),
    range: new Breaches(),
  }

  beforeAll(async () => {
    engine = await startEngine(name)
    const random = new Random(seed)
    for (let left = RANDOM_ROWS[name]; left > 0; left -= 5_000) {
      const rows: Row[] = anyRows(random, Math.min(left, 5_000))
      const outcomes = await engine.evaluateBatch(rows)
      for (const [i, row] of rows.entries()) {
        const outcome = outcomes[i] as Parameters | OutOfDomainError
        for (const { kind, text } of findAccuracyBreaches(row, outcome)) breaches[kind].add(text)
      }
    }
  }, scaledTimeout)

  afterAll(() => engine.close())

  test('P-24 the 2,000 vectors are met within 1 + 1e-9 of their size', async () => {
    const vectors = readVectors()
    const outcomes = await engine.evaluateBatch(vectors)
    const apart = vectors.flatMap(({ id, expected }, i) => {
      const outcome = outcomes[i] as Parameters
      return parameterFields
        .filter((field) => !withinTolerance(outcome[field], parseDecimal(expected[field])))
        .map((field) => `${id} ${field}: ${outcome[field]}, ${expected[field]}`)
    })
    expect(apart).toEqual([])
  })

  test('P-24 random rows are met within 1 + 1e-9 of their size', () => {
    breaches.tolerance.assertNone(seed)
  })

  test('P-25 no output lies on the wrong side of the real value by more than 1e-9 of it', () => {
    breaches.side.assertNone(seed)
  })

  test('P-26 every row of the domain has a target, and it lies within the caps', () => {
    breaches.refused.assertNone(seed)
    breaches.range.assertNone(seed)
  })
})
