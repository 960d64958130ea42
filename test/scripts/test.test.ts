import { spawn } from 'node:child_process'
import { chmodSync, cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { finished, Project } from './support/project.ts'

const scripts = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'scripts')
let project: Project

/** A stand-in for a tool, first on the path. */
function writeTool(name: string, script: string): void {
  project.write(`bin/${name}`, `#!/bin/sh\n${script}\n`)
  chmodSync(join(project.root, 'bin', name), 0o755)
}

function start(...words: string[]) {
  const env = { ...process.env, PATH: `${project.root}/bin:${process.env.PATH}` }
  return spawn(process.execPath, ['scripts/test.ts', ...words], { cwd: project.root, env })
}

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)

beforeEach(() => {
  project = new Project()
  cpSync(join(scripts, 'test.ts'), join(project.root, 'scripts', 'test.ts'))
  cpSync(join(scripts, 'checks'), join(project.root, 'scripts', 'checks'), { recursive: true })
  writeTool('tsc', 'echo fine')
  writeTool('knip', 'echo unused; exit 1')
  writeTool('hardhat', 'echo "  3 passing"; echo "  2 failing"; exit 1')
  writeTool('vitest', 'exit 0')
})
afterEach(() => project.remove())

test('default: runs the steps of such names and ends with the sum', async () => {
  const { status, stdout } = await finished(start('types'))
  expect(stdout).toMatch(/^> types\n\n.*\ntypes +1 +0 +\d+\.\d\n\n1 passed, 0 failed\n$/)
  expect(status).toBe(0)
})

describe('behavior', () => {
  test('a step that fails is shown, and the rest is run', async () => {
    const { status, stdout } = await finished(start('types', 'dead', 'solidity tests'))
    expect(stdout).toContain('> dead code\nunused\n')
    expect(stdout).toMatch(/\ndead code .*FAILED\n/)
    expect(lastLine(stdout)).toBe('4 passed, 3 failed')
    expect(status).toBe(1)
  })

  test('Vitest runs beside the other tests, and what both say stays apart', async () => {
    const meet = (own: string, other: string) =>
      `echo ${own} begins; touch ${own}
      while test -e ${own} && ! test -e ${other}; do sleep 0.05; done
      echo ${own} ends; exit 1`
    writeTool('hardhat', meet('hardhat', 'vitest'))
    writeTool('vitest', meet('vitest', 'hardhat'))
    const { status, stdout } = await finished(start('solidity tests', 'vitest'))
    expect(stdout).toContain(
      '> solidity tests\nhardhat begins\nhardhat ends\n> vitest\nvitest begins\nvitest ends\n\n',
    )
    expect(lastLine(stdout)).toBe('0 passed, 2 failed')
    expect(status).toBe(1)
  })

  test('a report that an earlier run left is not counted', async () => {
    const report = { numTotalTests: 9, numPassedTests: 9, testResults: [] }
    project.write('build/vitest.json', JSON.stringify(report))
    const { status, stdout } = await finished(start('vitest'))
    expect(lastLine(stdout)).toBe('0 passed, 1 failed')
    expect(status).toBe(1)
  })

  test('what was stopped has not passed', async () => {
    writeTool('tsc', 'trap "exit 0" TERM; echo $$ > up; while :; do sleep 0.05; done')
    const child = start('types', 'dead')
    const end = finished(child)
    while (project.read('up') === '') await new Promise((resolve) => setTimeout(resolve, 20))
    child.kill('SIGTERM')
    const { status, stdout } = await end
    expect(lastLine(stdout)).toBe('1 passed, 0 failed')
    expect(status).toBe(1)
  })
})

test('error: no step of such a name', async () => {
  const { status, stderr } = await finished(start('nothing'))
  expect(stderr).toMatch(/^no step is named nothing; there are: build, format and lint, /)
  expect(status).toBe(2)
})
