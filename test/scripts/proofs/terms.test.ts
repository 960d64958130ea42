import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compute, type Operation } from '../../../scripts/proofs/arithmetic.ts'
import { assume } from '../../../scripts/proofs/assume.ts'
import { casesOf } from '../../../scripts/proofs/cases.ts'
import { holds } from '../../../scripts/proofs/evaluate.ts'
import { type Bool, constant, not, variable, type Word } from '../../../scripts/proofs/nodes.ts'
import { all, any, binary, eq, ite, slt, ult } from '../../../scripts/proofs/terms.ts'
import { testSeed } from '../../generators/random.ts'

/** A term, and what it is worth: computed beside it, without folding. */
type Pair<T> = { readonly term: T; readonly value: bigint }
interface Pairs {
  readonly word: Pair<Word>
  readonly bool: Pair<Bool>
}

const values = new Map([
  ['a', 3n],
  ['b', 250n],
  ['c', (1n << 40n) - 1n],
  ['d', (1n << 256n) - 4n],
])
const bitsOf: Readonly<Record<string, number>> = { a: 8, b: 8, c: 40, d: 256 }
const operations: readonly Operation[] = ['add', 'sub', 'mul', 'div', 'and', 'or', 'xor']
const SIGN = 1n << 255n

const { word, bool } = fc.letrec<Pairs>((tie: fc.LetrecTypedTie<Pairs>) => ({
  word: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(...values.keys()).map((name) => ({
      term: variable(name, bitsOf[name]),
      value: values.get(name) as bigint,
    })),
    fc
      .constantFrom(0n, 1n, 2n, 15n, 255n, -1n)
      .map((value) => ({ term: constant(value), value: BigInt.asUintN(256, value) })),
    fc.tuple(fc.constantFrom(...operations), tie('word'), tie('word')).map(([op, x, y]) => ({
      term: binary(op, x.term, y.term),
      value: compute(op, x.value, y.value),
    })),
    fc
      .tuple(fc.constantFrom('shl', 'shr'), tie('word'), fc.constantFrom(0n, 4n, 8n))
      .map(([op, x, places]) => ({
        term: binary(op as Operation, x.term, constant(places)),
        value: compute(op as Operation, x.value, places),
      })),
    // Mirrors are what the rules are about.
    tie('word').map((x) => ({
      term: binary('xor', x.term, constant(-1n)),
      value: compute('xor', x.value, BigInt.asUintN(256, -1n)),
    })),
    fc.tuple(tie('bool'), tie('word'), tie('word')).map(([choice, x, y]) => ({
      term: ite(choice.term, x.term, y.term),
      value: choice.value === 1n ? x.value : y.value,
    })),
    tie('bool').map(({ term, value }) => ({ term: ite(term, constant(1n), constant(0n)), value })),
  ),
  bool: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc
      .tuple(tie('word'), tie('word'))
      .map(([x, y]) => ({ term: eq(x.term, y.term), value: BigInt(x.value === y.value) })),
    fc
      .tuple(tie('word'), tie('word'))
      .map(([x, y]) => ({ term: ult(x.term, y.term), value: BigInt(x.value < y.value) })),
    fc.tuple(tie('word'), tie('word')).map(([x, y]) => ({
      term: slt(x.term, y.term),
      value: BigInt((x.value ^ SIGN) < (y.value ^ SIGN)),
    })),
    tie('bool').map(({ term, value }) => ({ term: not(term), value: 1n - value })),
    fc.array(tie('bool'), { maxLength: 4 }).map((parts) => ({
      term: all(parts.map(({ term }) => term)),
      value: BigInt(parts.every(({ value }) => value === 1n)),
    })),
    fc.array(tie('bool'), { maxLength: 4 }).map((parts) => ({
      term: any(parts.map(({ term }) => term)),
      value: BigInt(parts.some(({ value }) => value === 1n)),
    })),
  ),
}))

const isTrue = ({ value }: Pair<Bool>) => value === 1n
const runs = { seed: testSeed(), numRuns: 5_000 }

test('behavior: a word is worth what its parts say, however it was folded', () => {
  fc.assert(
    fc.property(word, ({ term, value }) => {
      expect(holds([eq(term, constant(value))], values)).toBe(true)
      expect(value < 1n << BigInt(term.bits)).toBe(true)
    }),
    runs,
  )
})

test('behavior: so is a condition', () => {
  fc.assert(
    fc.property(bool, (pair) => {
      expect(holds([pair.term], values)).toBe(isTrue(pair))
      expect(holds([not(pair.term)], values)).toBe(!isTrue(pair))
    }),
    runs,
  )
})

test('behavior: what is assumed changes nothing, and of two cases one holds where the question does', () => {
  fc.assert(
    fc.property(fc.array(bool, { minLength: 1, maxLength: 4 }), bool, (pairs, lemma) => {
      const conditions = pairs.map(({ term }) => term)
      const isSo = pairs.every(isTrue)
      const simpler = assume(conditions, isTrue(lemma) ? [lemma.term] : [])
      expect(holds(simpler, values)).toBe(isSo)
      const cases = casesOf(conditions) ?? [conditions]
      expect(cases.some((case_) => holds(case_, values))).toBe(isSo)
    }),
    runs,
  )
})
