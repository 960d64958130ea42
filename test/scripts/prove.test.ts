import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { decodeFunctionResult, encodeFunctionData, type Hex, toHex } from 'viem'
import { afterAll, describe, expect, test } from 'vitest'
import { type BoundsCase, loadCore, parameterFields } from '../../core/index.ts'
import { type Compiled, compile } from '../../scripts/proofs/compile.ts'
import { runCall } from '../../scripts/proofs/execute.ts'
import { Memory } from '../../scripts/proofs/memory.ts'
import { type Mutant, mutants } from '../../scripts/proofs/mutants.ts'
import { constant } from '../../scripts/proofs/nodes.ts'
import { prove } from '../../scripts/proofs/prove.ts'
import { startSolver } from '../../scripts/proofs/solver.ts'
import { fileOf, readStatements } from '../../scripts/proofs/statements.ts'
import { readTable } from '../../scripts/proofs/table.ts'
import { insideCase } from '../generators/boundsScripts.ts'
import { testSeed } from '../generators/random.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const page = readTable(readFileSync(`${root}docs/proofs.md`, 'utf8'))
const statements = readStatements(root)
const isProven = (name: string) =>
  [...page].some(([key, result]) => key.endsWith(`.${name}`) && result === 'proven')

const TIMEOUT_MS = 600_000

test('P-194 docs/proofs.md has every statement, and none that there is not', () => {
  expect([...page.keys()].sort()).toEqual(
    statements.map(({ contract, name }) => `${contract}.${name}`).sort(),
  )
})

test('behavior: every proven statement has a mistake that it notices', () => {
  const refuted = mutants.flatMap(({ refutes }) => refutes)
  expect(statements.filter(({ name }) => isProven(name) && !refuted.includes(name))).toEqual([])
  expect(
    refuted.filter((name) => statements.every((statement) => statement.name !== name)),
  ).toEqual([])
})

test('behavior: every mistake is one of a line that is there once', () => {
  const isThereOnce = ({ file, from }: Mutant) =>
    readFileSync(`${root}${file}`, 'utf8').split(from).length === 2
  expect(mutants.filter((mutant) => !isThereOnce(mutant)).map(({ name }) => name)).toEqual([])
})

describe('the quick part of npm run prove', () => {
  const solver = startSolver(120_000)
  afterAll(solver.stop)

  const verdicts = async (compiled: Compiled, names: readonly string[]) => {
    const found: Record<string, string> = {}
    for (const name of names) found[name] = (await prove(compiled, name, solver)).kind
    return found
  }
  const all = (names: readonly string[], kind: string) =>
    Object.fromEntries(names.map((name) => [name, kind]))

  test(
    'P-194 what is said to be proven of packing is, and breaks with a mistake in it',
    async () => {
      const names = statements
        .filter(({ contract }) => contract === 'PackingProof')
        .map(({ name }) => name)
      expect(names.every(isProven)).toBe(true)
      const proven = await verdicts(compile(root, fileOf('PackingProof')), names)
      expect(proven).toEqual(all(names, 'proven'))

      const mutant = mutants.find(({ contract }) => contract === 'PackingProof') as Mutant
      const { file, from, to, refutes } = mutant
      const broken = compile(root, fileOf('PackingProof'), { file, from, to })
      expect(await verdicts(broken, refutes)).toEqual(all(refutes, 'refuted'))
    },
    TIMEOUT_MS,
  )

  test(
    'behavior: a statement that no input gets to is not proven',
    async () => {
      const file = 'test/proofs/PackingProof.sol'
      const from = 'assume(loosening.lastAt < 1 << 38);'
      const to = 'assume(loosening.lastAt < 1 << 38 && loosening.lastAt > 1 << 39);'
      const vacuous = compile(root, fileOf('PackingProof'), { file, from, to })
      expect(await prove(vacuous, 'prove_P44_aRecordComesBack', solver)).toMatchObject({
        kind: 'unproven',
        why: 'no input was found that gets to the end and to each assertion',
      })
    },
    TIMEOUT_MS,
  )
})

describe('what is not so', () => {
  const solver = startSolver(60_000)
  afterAll(solver.stop)
  const compiled = compile(root, 'test/proofs/Untrue.sol')
  const names = compiled.abi.flatMap((item) =>
    item.type === 'function' && item.name.startsWith('prove_') ? [item.name] : [],
  )

  test.each(names.filter((name) => name !== 'prove_narrow'))(
    'behavior: %s is not proven',
    async (name) => {
      // What has been proven before must not count.
      expect((await prove(compiled, 'prove_narrow', solver)).kind).toBe('proven')
      expect((await prove(compiled, name, solver)).kind).not.toBe('proven')
    },
    TIMEOUT_MS,
  )
})

test(
  'behavior: with numbers for its inputs, the executor computes what the core does, to the bit',
  async () => {
    const compiled = compile(root, fileOf('BoundsCall'))
    const core = await loadCore()
    const cases = fc.sample(insideCase, { seed: testSeed(), numRuns: 50 })
    for (const [i, outcome] of core.applyBoundsBatch(cases).entries()) {
      expect(runMove(compiled, cases[i] as BoundsCase)).toEqual(outcome)
    }
  },
  TIMEOUT_MS,
)

const limitNames = ['none', 'step', 'budget', 'cooldown', 'min', 'max', 'epoch']

/** Runs BoundsCall.move on numbers, and reads what it returns. */
function runMove({ code, abi }: Compiled, input: BoundsCase) {
  const data = encodeFunctionData({ abi, functionName: 'move', args: [encodable(input)] })
  const bytes = (data.length - 2) / 2
  const calldata = new Memory()
  calldata.write(0, wordsOf(data), bytes)
  const [ending, ...others] = runCall(code, calldata, bytes, undefined, () => false)
  expect(others).toEqual([])
  expect(ending?.kind).toBe('return')
  const hex = ending?.data.words.map(({ value }) => toHex(value, { size: 32 }).slice(2)).join('')
  const outcome = decodeFunctionResult({ abi, functionName: 'move', data: `0x${hex}` }) as {
    next: Record<string, number | bigint>
    loosening: { used: Record<string, number | bigint>; lastAt: number }
    limits: number
  }
  return {
    next: toBigInts(outcome.next),
    loosening: {
      used: toBigInts(outcome.loosening.used),
      lastAt: BigInt(outcome.loosening.lastAt),
    },
    limits: Object.fromEntries(
      parameterFields.map((field, i) => [field, limitNames[(outcome.limits >>> (4 * i)) & 15]]),
    ),
  }
}

/** viem takes numbers of up to 48 bits as numbers. */
function encodable(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, encodable(part)]))
}

const toBigInts = (values: Record<string, number | bigint>) =>
  Object.fromEntries(parameterFields.map((field) => [field, BigInt(values[field] as number)]))

function wordsOf(data: Hex) {
  const digits = data.slice(2)
  return Array.from({ length: Math.ceil(digits.length / 64) }, (_, i) =>
    constant(BigInt(`0x${digits.slice(64 * i, 64 * i + 64).padEnd(64, '0')}`)),
  )
}
