import { once } from 'node:events'
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { withLock } from '../../scripts/setup/withLock.mjs'
import { finished, nativePackage, Project } from './support/project.ts'

let project: Project
beforeEach(() => {
  project = new Project()
})
afterEach(() => project.remove())

const until = (condition: () => boolean) =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 180_000, interval: 20 })

describe('default', () => {
  test('installs, then runs the target with its arguments', async () => {
    const { status, stdout, stderr } = await project.run(['target.mjs', 'one', '--two'])
    expect(stdout).toBe('target one --two\n')
    expect(stderr).toMatch(/installing the packages/)
    expect(status).toBe(0)
    expect(project.npmRuns()).toHaveLength(1)
  })

  test('a second run starts no npm and says nothing', async () => {
    await project.run([])
    const { stdout, stderr } = await project.run(['target.mjs'])
    expect(project.npmRuns()).toHaveLength(1)
    expect({ stdout, stderr }).toEqual({ stdout: 'target\n', stderr: '' })
  })
})

describe('behavior', () => {
  test('where all is set up, it does not wait for the set-up of another run', async () => {
    await project.run([])
    const lock = join(project.root, 'build', 'setup.lock')
    const { status } = await withLock(lock, () => project.run(['target.mjs']))
    expect(status).toBe(0)
  })

  test('exits with the status of the target', async () => {
    project.write('target.mjs', 'process.exit(4)')
    expect((await project.run(['target.mjs'])).status).toBe(4)
  })

  test('a tool is one of the installed commands', async () => {
    await project.run([])
    project.write('node_modules/.bin/tool', '#!/bin/sh\necho "tool $1"\n')
    chmodSync(join(project.root, 'node_modules/.bin/tool'), 0o755)
    expect((await project.run(['tool', 'one'])).stdout).toBe('tool one\n')
  })

  test.each([
    [[], ['one', 'two']],
    [['--build=two'], ['two']],
    [['--build=none'], []],
  ])('%j builds %j', async (option, built) => {
    const make = (name: string) => ({
      name,
      title: name,
      inputs: [],
      output: name,
      command: () => ['make.mjs', name],
    })
    project.write(
      'scripts/setup/products.mjs',
      `const make = ${make}; export const products = ['one', 'two'].map(make)`,
    )
    project.write(
      'make.mjs',
      `import { writeFileSync } from 'node:fs'; writeFileSync(process.argv[2], '')`,
    )
    expect((await project.run([...option, 'target.mjs', 'three'])).stdout).toBe('target three\n')
    expect(['one', 'two'].filter((name) => existsSync(join(project.root, name)))).toEqual(built)
  })

  test('a changed lock file is installed', async () => {
    await project.run([])
    project.writeLock('1.0.1')
    await project.run([])
    expect(project.npmRuns()).toHaveLength(2)
  })

  test('removed packages are installed again', async () => {
    await project.run([])
    rmSync(join(project.root, 'node_modules'), { recursive: true })
    await project.run([])
    expect(project.npmRuns()).toHaveLength(2)
  })

  test('an install that was killed is done again, after the npm that it left behind', async () => {
    const first = project.start([], { FAKE_NPM: 'hang' })
    await until(() => project.npmRuns().length === 1)
    first.kill('SIGKILL')
    await once(first, 'close')

    const second = project.start(['target.mjs'])
    let told = ''
    second.stderr?.on('data', (text) => {
      told += text
    })
    const end = finished(second)
    const [npm = 0] = project.npmRuns()
    await until(() => told.includes(`process ${npm})`))
    expect(project.npmRuns()).toHaveLength(1)
    process.kill(npm, 'SIGKILL')
    expect((await end).status).toBe(0)
    expect(project.npmRuns()).toHaveLength(2)
    expect(existsSync(join(project.root, nativePackage))).toBe(true)
  })

  test('two runs at once install once', async () => {
    const runs = [1, 2].map(() => project.run(['target.mjs'], { FAKE_NPM: 'slow' }))
    for (const { status, stdout } of await Promise.all(runs)) {
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'target\n' })
    }
    expect(project.npmRuns()).toHaveLength(1)
  })

  test('SIGTERM stops npm, and the next run installs again', async () => {
    const first = project.start([], { FAKE_NPM: 'hang' })
    await until(() => project.npmRuns().length === 1)
    first.kill('SIGTERM')
    const { status, stderr } = await finished(first)
    expect(stderr).toMatch(/npm ci was stopped/)
    expect(status).toBe(1)
    expect((await project.run(['target.mjs'])).stdout).toBe('target\n')
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('%s reaches the target', async (signal) => {
    project.write(
      'target.mjs',
      `process.on('${signal}', () => process.exit(7)); setInterval(() => {}, 1000); console.log('up')`,
    )
    const child = project.start(['target.mjs'])
    const end = finished(child)
    await once(child.stdout as NodeJS.EventEmitter, 'data')
    child.kill(signal)
    expect((await end).status).toBe(7)
  })

  test('a target that a signal ends gives 128 and its number', async () => {
    project.write('target.mjs', `process.kill(process.pid, 'SIGKILL')`)
    expect((await project.run(['target.mjs'])).status).toBe(137)
  })
})

describe('error', () => {
  test.each([
    ['ENOSPC', /The disk is full\.\nFree/],
    ['ENOTFOUND', /The package registry cannot be reached\.\nCheck the network/],
    ['EUSAGE', /do not agree\.\nRun `npm run lock`/],
    ['EOTHER', /Mend that, then run the same command again/],
  ])(
    'npm fails with %s: tells so, runs nothing, and tries again next time',
    async (code, advice) => {
      const failed = await project.run(['target.mjs'], { FAKE_NPM: `fail: ${code}` })
      expect(failed.status).toBe(1)
      expect(failed.stdout).toBe('')
      expect(failed.stderr).toContain(`  | npm error code ${code}\n`)
      expect(failed.stderr).toMatch(advice)
      expect((await project.run(['target.mjs'])).status).toBe(0)
    },
  )

  test('npm only warns that the disk is full: ends it, tells so, and installs again next time', async () => {
    const { status, stderr } = await project.run([], { FAKE_NPM: 'unwritten' })
    expect(stderr).toMatch(
      /npm ci failed .*\n {2}\| npm warn tar TAR_ENTRY_ERROR ENOSPC[\s\S]*The disk is full/,
    )
    expect(status).toBe(1)
    expect((await project.run(['target.mjs'])).status).toBe(0)
  })

  test('npm leaves out a package for this machine: names it, and installs again next time', async () => {
    const { status, stderr } = await project.run([], { FAKE_NPM_OMITS: nativePackage })
    expect(stderr).toContain(`npm ci left out ${nativePackage}`)
    expect(status).toBe(1)
    expect((await project.run([])).status).toBe(0)
  })

  test('what does not build is told, and the target not run', async () => {
    const product =
      "{ name: 'one', title: 'it', inputs: [], output: 'one', command: () => ['none.mjs'] }"
    project.write('scripts/setup/products.mjs', `export const products = [${product}]`)
    const { status, stdout, stderr } = await project.run(['target.mjs'])
    expect(stderr).toMatch(/building it failed\n[\s\S]*none\.mjs[\s\S]*run the same command again/)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  })

  test('no npm: says so', async () => {
    const { status, stderr } = await project.run([], { npm_execpath: '', PATH: '/nowhere' })
    expect(stderr).toMatch(/There is no npm here/)
    expect(status).toBe(1)
  })
})
