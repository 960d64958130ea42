/**
 * `npm run prove [WORD...]`: proves the statements of test/proofs for all inputs, or those whose name holds a
 * word, and prints what came of each. Exits with 1 if one that docs/proofs.md calls proven is not.
 *
 *   --mutants   instead, makes mistakes in the contracts and shows which statements notice
 *   --json      prints the results as JSON
 *   --write     writes the table of docs/proofs.md; takes all statements
 *   --limit N   seconds for a question to the solver, 60 if not given
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compile, type Mutation } from './proofs/compile.ts'
import { mutants } from './proofs/mutants.ts'
import { prove } from './proofs/prove.ts'
import { type Solver, startSolver } from './proofs/solver.ts'
import { fileOf, readStatements, type Statement } from './proofs/statements.ts'
import { placeTable, type Result, readTable, toResult } from './proofs/table.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const page = `${root}docs/proofs.md`

const { values: options, positionals: words } = parseArgs({
  options: {
    mutants: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    limit: { type: 'string', default: '60' },
  },
  allowPositionals: true,
})
const isChosen = (name: string): boolean =>
  options.write || words.length === 0 || words.some((word) => name.includes(word))
const say = (text: string): void => {
  if (!options.json) console.log(text)
}

const solver = startSolver(Number(options.limit) * 1_000)
const isWell = options.mutants ? await tryMutants() : await proveAll()
solver.stop()
process.exitCode = isWell ? 0 : 1

async function proveAll(): Promise<boolean> {
  const promised = readTable(readFileSync(page, 'utf8'))
  const statements = readStatements(root).filter(({ name }) => isChosen(name))
  const results: Result[] = []
  for (const [contract, own] of Map.groupBy(statements, (statement) => statement.contract)) {
    results.push(...(await proveIn(contract, own, solver)))
  }
  if (options.json) console.log(JSON.stringify(results, null, 2))
  if (options.write) writeFileSync(page, placeTable(readFileSync(page, 'utf8'), results))
  const broken = results.filter(
    ({ contract, name, result }) =>
      result !== 'proven' && promised.get(`${contract}.${name}`) === 'proven',
  )
  const proven = results.filter(({ result }) => result === 'proven').length
  say(`\n${proven} of ${results.length} proven, with ${await solver.version()}`)
  for (const { name } of broken) say(`docs/proofs.md calls it proven: ${name}`)
  return options.write ? results.every(({ result }) => result !== 'refuted') : broken.length === 0
}

async function tryMutants(): Promise<boolean> {
  let isWell = true
  const found = []
  for (const { name, contract, refutes, file, from, to } of mutants) {
    const chosen = refutes.filter(isChosen)
    if (chosen.length === 0) continue
    const statements = readStatements(root).filter(
      (statement) => statement.contract === contract && chosen.includes(statement.name),
    )
    say(`\n${name} (${file})`)
    const results = await proveIn(contract, statements, solver, { file, from, to })
    isWell = isWell && results.every(({ result }) => result === 'refuted')
    found.push({ mutant: name, results })
  }
  if (options.json) console.log(JSON.stringify(found, null, 2))
  say(isWell ? '\nevery mistake was noticed' : '\na mistake was NOT noticed')
  return isWell
}

async function proveIn(
  contract: string,
  statements: readonly Statement[],
  with_: Solver,
  mutation?: Mutation,
): Promise<Result[]> {
  const compiled = compile(root, fileOf(contract), mutation)
  const results: Result[] = []
  for (const statement of statements) {
    const startedAtMs = performance.now()
    const verdict = await prove(compiled, statement.name, with_)
    const result = toResult(statement, verdict, (performance.now() - startedAtMs) / 1_000)
    const line = [
      result.result.padEnd(8),
      `${result.seconds.toFixed(1)} s`.padStart(8),
      result.name,
    ]
    say(`${line.join('  ')}${result.why === '' ? '' : `: ${result.why}`}`)
    results.push(result)
  }
  return results
}
