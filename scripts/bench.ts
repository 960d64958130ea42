/**
 * `npm run bench -- NAME [--json] [--write]`: runs `bench/NAME.ts` and shows its figures; with --json as one object, with
 * --write also in `docs/benchmarks.md`. Exits with 2 if there is no such benchmark.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Bench } from '../bench/figure.ts'
import { getMachine } from './benches/getMachine.ts'
import { placeSection } from './benches/placeSection.ts'
import { describe, formatMarkdown, formatTable } from './benches/table.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'bench')

/** The files that export a benchmark; the others in the folder serve them. */
function namesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => readFileSync(join(folder, file), 'utf8').includes('export default'))
    .map((file) => file.replace(/\.ts$/, ''))
}

function readArguments(names: readonly string[]) {
  const usage = `usage: npm run bench -- NAME [--json] [--write], where NAME is one of: ${names.join(', ')}`
  try {
    const { values, positionals } = parseArgs({
      options: { json: { type: 'boolean' }, write: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [name] = positionals
    if (positionals.length === 1 && name !== undefined && names.includes(name))
      return { ...values, name }
    console.error(usage)
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`)
  }
  process.exit(2)
}

const { name, json, write } = readArguments(namesOf(folder))
const { default: bench }: { default: Bench } = await import(
  pathToFileURL(join(folder, `${name}.ts`)).href
)
const figures = await bench()
const machine = getMachine()

if (json) console.log(JSON.stringify({ bench: name, machine, figures }))
else console.log(`${name}: ${describe(machine)}\n${formatTable(figures)}`)

if (write) {
  const file = join(root, 'docs', 'benchmarks.md')
  const document = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, placeSection(document, name, formatMarkdown(figures, machine)))
}
