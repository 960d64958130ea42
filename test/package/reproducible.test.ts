import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadCore } from '../../core/index.ts'
import { compareTarballs } from '../../scripts/release/compareTarballs.ts'
import { describeRelease, formatRelease } from '../../scripts/release/describeRelease.ts'
import { packFolder, run } from '../../scripts/release/packCommit.ts'
import { packOnce } from './support/tarball.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Not copied: what is installed, what is made, and history. */
const LEFT_OUT = new Set(['node_modules', '.git', 'build', 'dist', 'toolchain'])
/** Made by compilers that take long: `npm run release` makes these twice, too. */
const TAKEN = ['artifacts', 'subgraph']

/** An operator's secrets stay where they are. */
const filter = (path: string): boolean => path !== join(root, 'ops', 'compose', 'secrets')

let folder: string
let first: string
let second: string

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'gimbal-reproduced-')))
  first = await packOnce()
  const copy = join(folder, 'another-checkout')
  mkdirSync(join(copy, 'build', 'core'), { recursive: true })
  for (const name of readdirSync(root)) {
    if (!LEFT_OUT.has(name)) cpSync(join(root, name), join(copy, name), { recursive: true, filter })
  }
  for (const name of TAKEN) {
    cpSync(join(root, 'build', name), join(copy, 'build', name), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const product of ['core', 'strategies', 'web']) {
    run(copy, process.execPath, ['scripts/bootstrap.mjs', `--build=${product}`])
  }
  second = packFolder(copy)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('P-196 two builds are one', () => {
  test('default: the Wasm, the console, the code and the package of two folders are the same bytes', () => {
    const { differences } = compareTarballs(first, second, join(folder, 'same'))
    expect(differences).toEqual([])
  })

  test('default: a release names the tarball and the core', async () => {
    const { unpacked } = compareTarballs(first, second, join(folder, 'named'))
    const tarball = readFileSync(first)
    const release = await describeRelease(tarball, unpacked, { commit: 'abc', lock: '{}' })
    const { hash } = await loadCore()
    expect(release.coreHash).toBe(hash)
    expect(release.tarballSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(release.integrity).toMatch(/^sha512-/)
    expect(formatRelease(release)).toContain(hash)
    expect(formatRelease(release)).toContain('of commit abc')
  })

  test('behavior: a file that differs is named', () => {
    const copy = join(folder, 'another-checkout')
    writeFileSync(join(copy, 'LICENSE'), 'another licence\n')
    run(copy, 'npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder])
    const other = join(folder, basename(first))
    const { differences } = compareTarballs(first, other, join(folder, 'other'))
    expect(differences).toEqual(['LICENSE'])
  })
})
