import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { attempt } from '../../../cli/doctor/check.ts'
import { checkCore } from '../../../cli/doctor/checkCore.ts'
import { checkPackages } from '../../../cli/doctor/checkPackages.ts'
import { checkPostgres } from '../../../cli/doctor/checkPostgres.ts'
import { checkProducts } from '../../../cli/doctor/checkProducts.ts'
import { checkProgram } from '../../../cli/doctor/checkProgram.ts'
import { loadCore } from '../../../core/index.ts'
import { build } from '../../../scripts/setup/build.mjs'
import { install } from '../../../scripts/setup/install.mjs'
import type { Product } from '../../../scripts/setup/products.mjs'
import { findProgram } from '../../../stack/local/findProgram.ts'
import { nativePackage, Project } from '../../scripts/support/project.ts'

let project: Project
beforeEach(() => {
  project = new Project()
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  project.remove()
})

const major = Number.parseInt(process.version.slice(1), 10)
const createNode = () => ({
  path: process.execPath,
  major,
  env: process.env,
  npm: [process.execPath, project.npm] as [string, string],
})
const lockFile = () => join(project.root, 'build', 'setup.lock')

describe('checkPackages', () => {
  const setUp = () =>
    install(project.root, createNode(), { lock: lockFile(), what: 'the packages' })

  test('default: what the set-up has installed', async () => {
    await setUp()
    expect(checkPackages(project.root)).toEqual({
      name: 'packages',
      isOk: true,
      detail: `as package-lock.json says, for Node ${major}`,
    })
  })

  test.each<[string, () => void, RegExp]>([
    [
      'nothing is installed',
      () => rmSync(join(project.root, 'node_modules'), { recursive: true }),
      /^node_modules is not there; run `npm run setup`$/,
    ],
    [
      'an install that was cut off',
      () => rmSync(join(project.root, 'node_modules/.gimbal-stamp')),
      /not completely installed .*; run `npm run setup`$/,
    ],
    ['another lock file', () => project.writeLock('2.0.0'), /not completely installed from this/],
    [
      'a package of this platform that is gone',
      () => rmSync(join(project.root, nativePackage), { recursive: true }),
      /^node_modules\/native is gone; remove .*node_modules and run `npm run setup`$/,
    ],
  ])('error: %s', async (_, spoil, message) => {
    await setUp()
    spoil()
    const { isOk, detail } = checkPackages(project.root)
    expect(isOk).toBe(false)
    expect(detail).toMatch(message)
  })
})

describe('checkProducts', () => {
  const wasm: Product = {
    name: 'core',
    title: 'the core',
    inputs: ['source'],
    output: 'build/core.wasm',
    command: (part) => ['tool.mjs', part],
  }
  const folder: Product = {
    ...wasm,
    name: 'contracts',
    output: 'build/artifacts',
    command: () => ['tool.mjs', 'build/artifacts/file'],
  }
  const tool = `
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
mkdirSync(dirname(process.argv[2]), { recursive: true })
writeFileSync(process.argv[2], 'built')
`
  const setUp = async () => {
    project.write('source/file', 'one')
    project.write('tool.mjs', tool)
    for (const product of [wasm, folder]) {
      await build(project.root, product, createNode(), { lock: lockFile() })
    }
  }
  const check = () => checkProducts(project.root, [wasm, folder])

  test('default: what the set-up has built', async () => {
    await setUp()
    expect(check()).toEqual([
      { name: 'core', isOk: true, detail: 'build/core.wasm is what its sources give' },
      { name: 'contracts', isOk: true, detail: 'build/artifacts is what its sources give' },
    ])
  })

  test.each<[string, () => void, (RegExp | undefined)[]]>([
    [
      'sources that have changed since',
      () => project.write('source/file', 'two'),
      [/^build\/core.wasm is older than its sources; run `npm run setup`$/, /older than/],
    ],
    [
      'a build that was cut off',
      () => rmSync(join(project.root, 'build/contracts.stamp')),
      [undefined, /^build\/artifacts is older than its sources/],
    ],
    [
      'another file in its place',
      () => project.write('build/core.wasm', 'other'),
      [/older than/, undefined],
    ],
    [
      'nothing there',
      () => rmSync(join(project.root, 'build'), { recursive: true }),
      [/^build\/core.wasm is not there; run `npm run setup`$/, /artifacts is not there/],
    ],
    [
      'an empty folder',
      () => rmSync(join(project.root, 'build/artifacts/file')),
      [undefined, /artifacts is not there/],
    ],
  ])('error: %s', async (_, spoil, messages) => {
    await setUp()
    spoil()
    for (const [at, { isOk, detail }] of check().entries()) {
      const message = messages[at]
      expect(isOk).toBe(message === undefined)
      if (message !== undefined) expect(detail).toMatch(message)
    }
  })
})

describe('checkCore', () => {
  const core = new URL('../../../build/core.wasm', import.meta.url)
  const check = () => attempt('core hash', () => checkCore(project.root))
  beforeEach(() => mkdirSync(join(project.root, 'build')))

  test('default: its hash, and the deployments that were given it', async () => {
    // That it is not built is said elsewhere.
    expect(await check()).toEqual([])
    copyFileSync(core, join(project.root, 'build/core.wasm'))
    const { hash } = await loadCore()
    project.write('deployments/1.json', JSON.stringify({ coreHash: hash.toUpperCase() }))
    project.write('deployments/notes.txt', '')
    expect(await check()).toEqual([
      { name: 'core hash', isOk: true, detail: hash },
      { name: 'deployments/1.json', isOk: true, detail: 'was deployed with this core' },
    ])
  })

  test('error: a file that is no core', async () => {
    project.write('build/core.wasm', 'hello')
    expect(await check()).toMatchObject([
      { name: 'core hash', isOk: false, detail: expect.stringMatching(/cannot be loaded/) },
    ])
  })

  test('error: a deployment with another core, and invalid records', async () => {
    copyFileSync(core, join(project.root, 'build/core.wasm'))
    project.write('deployments/1.json', JSON.stringify({ coreHash: `0x${'ab'.repeat(32)}` }))
    project.write('deployments/2.json', '{')
    project.write('deployments/3.json', '{}')
    const [, ...records] = await check()
    expect(records.map(({ isOk }) => isOk)).toEqual([false, false, false])
    expect(records[0]?.detail).toMatch(/^was deployed with the core 0xabababab…; check out the/)
    expect(records[1]?.name).toBe('deployments/2.json')
    expect(records[2]?.detail).toMatch(/has no coreHash; restore it/)
  })
})

describe('checkProgram', () => {
  const check = (find: () => string) =>
    attempt('anvil', () => checkProgram('anvil', { find })).then(([first]) => first)

  test('default: the version of what is installed', async () => {
    for (const name of ['anvil', 'graph-node'] as const) {
      const found = await check(() => findProgram(name))
      expect(found).toMatchObject({ isOk: true, detail: expect.stringMatching(/^\d+\.\d+\.\d+/) })
    }
  })

  test('error: a platform without it, and a package that is gone', async () => {
    const none = await check(() => findProgram('graph-node', 'darwin', 'arm64'))
    expect(none).toMatchObject({ isOk: false, detail: expect.stringMatching(/--no-index/) })
    const gone = await check(() => findProgram('anvil', 'darwin', 'arm64'))
    expect(gone?.detail).toMatch(/is not installed; run `npm run setup`/)
  })

  test('error: one that does not start', async () => {
    const file = join(project.root, 'anvil')
    writeFileSync(file, '#!/bin/sh\necho no libc >&2\nexit 1\n')
    expect(await check(() => file)).toMatchObject({
      isOk: false,
      detail: expect.stringMatching(/anvil does not start \(EACCES\); remove/),
    })
    chmodSync(file, 0o755)
    expect((await check(() => file))?.detail).toMatch(/does not start \(no libc\); remove node_mod/)
  })
})

describe('checkPostgres', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gimbal-doctor-postgres-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const findNobody = () => Promise.reject(new Error('no such user'))
  const isRoot = process.getuid?.() === 0

  test('default: it runs as this user, or as one of its own', async () => {
    chmodSync(folder, 0o755)
    const own = await checkPostgres({ folder, isRoot: false })
    expect(own).toMatchObject({ isOk: true, detail: expect.stringMatching(/^\d+\.\d+$/) })
    const made = await checkPostgres({ folder, isRoot: true, findUser: findNobody, userTool: 'id' })
    expect(made.detail).toMatch(/^\d+\.\d+; its user is created when the stack starts$/)
    const here = await checkPostgres({ folder: join(folder, 'data') })
    expect(here.isOk).toBe(true)
  })

  test('error: root without a user for it, and without a way to make one', async () => {
    const options = { findUser: findNobody, userTool: 'gimbal-no-such-program' }
    const { isOk, detail } = await checkPostgres({ folder, isRoot: true, ...options })
    expect(isOk).toBe(false)
    expect(detail).toMatch(/does not run as root, and there is no user postgres; make one, or run/)
  })

  test.runIf(isRoot)('error: a folder that its user cannot get into', async () => {
    chmodSync(folder, 0o700)
    const findUser = async () => ({ uid: 65_534, gid: 65_534 })
    const { isOk, detail } = await checkPostgres({ folder: join(folder, 'data'), findUser })
    expect(isOk).toBe(false)
    expect(detail).toMatch(/its user postgres cannot get into .*; chmod o\+x it and those above/)
  })
})
