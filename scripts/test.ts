/**
 * Runs all checks and tests, or the steps whose name holds one of the arguments, and ends with one line
 * `N passed, N failed`. Exits with 1 if anything failed.
 */
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Step } from './checks/runStep.ts'
import { runSteps } from './checks/runSteps.ts'
import { stages, vitestReport } from './checks/steps.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const words = process.argv.slice(2)
const all = stages(root)
const isChosen = ({ name }: Step) => words.length === 0 || words.some((word) => name.includes(word))
const chosen = all.map((lanes) => lanes.map((lane) => lane.filter(isChosen)))
const count = chosen.flat(2).length
const write = (text: string) => void process.stdout.write(text)

if (count === 0) {
  const names = all.flat(2).map(({ name }) => name)
  console.error(`no step is named ${words.join(' or ')}; there are: ${names.join(', ')}`)
  process.exit(2)
}

rmSync(join(root, vitestReport), { force: true })
const results = await runSteps(chosen, root, write)

const width = Math.max(...results.map(({ name }) => name.length))
write(`\n${'step'.padEnd(width)}   passed   failed   seconds\n`)
for (const { name, passed, failed, seconds } of results) {
  const cells = [passed, failed, seconds.toFixed(1)].map((cell) => String(cell).padStart(6))
  write(`${name.padEnd(width)}   ${cells.join('   ')}${failed > 0 ? '   FAILED' : ''}\n`)
}
const sum = (key: 'passed' | 'failed') => results.reduce((total, result) => total + result[key], 0)
write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`)
process.exitCode = sum('failed') > 0 || results.length < count ? 1 : 0
