import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { finished, Project } from './support/project.ts'

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const figure = { name: 'speed', value: 2, unit: 'm/s', aim: 1, better: 'higher' }
let project: Project

beforeAll(() => {
  project = new Project()
  for (const path of ['scripts/bench.ts', 'scripts/benches', 'bench/figure.ts']) {
    mkdirSync(dirname(join(project.root, path)), { recursive: true })
    cpSync(join(repository, path), join(project.root, path), { recursive: true })
  }
  symlinkSync(join(repository, 'node_modules'), join(project.root, 'node_modules'))
  project.write('bench/walk.ts', `export default async () => [${JSON.stringify(figure)}]`)
  project.write('bench/legs.ts', 'export const legs = 2')
})
afterAll(() => project.remove())

const bench = (...args: string[]) =>
  finished(spawn(process.execPath, ['scripts/bench.ts', ...args], { cwd: project.root }))

test('default: shows a table', async () => {
  const { status, stdout } = await bench('walk')
  expect(stdout).toMatch(/speed.*m\/s.*≥ 1.*yes/)
  expect(status).toBe(0)
  expect(project.read('docs/benchmarks.md')).toBe('')
})

test('behavior: --json prints one object and nothing else', async () => {
  const { stdout } = await bench('walk', '--json')
  const { name: _, ...rest } = figure
  const machine = {
    cpu: expect.any(String),
    cores: expect.any(Number),
    memoryGiB: expect.any(Number),
  }
  expect(JSON.parse(stdout)).toEqual({
    bench: 'walk',
    machine: { ...machine, node: process.version, platform: `${process.platform}-${process.arch}` },
    figures: [{ name: 'speed', ...rest }],
  })
})

test('behavior: --write puts the table into the document', async () => {
  await bench('walk', '--write', '--json')
  expect(project.read('docs/benchmarks.md')).toMatch(
    /<!-- bench:walk -->[\s\S]*\| speed \| 2 \| m\/s \| ≥ 1 \| yes \|/,
  )
})

test.each([
  [[]],
  [['legs']],
  [['figure']],
  [['../bench/walk']],
  [['walk', 'walk']],
  [['walk', '--loud']],
])('error: %j is no use of it; the names there are follow', async (args) => {
  const { status, stdout, stderr } = await bench(...args)
  expect(stderr).toContain('NAME is one of: walk\n')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
})
