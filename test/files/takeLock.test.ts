import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identifyProcess } from '../../files/processIdentity.ts'
import { takeLock } from '../../files/takeLock.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-lock-'))
  file = join(folder, 'a', 'b.lock')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe('takeLock', () => {
  test('default: one holds it, the next learns who, and gets it once it is released', async () => {
    const first = await takeLock(file)
    expect(await takeLock(file)).toEqual({ owner: await identifyProcess(process.pid) })
    if (!('release' in first)) throw new Error('the lock is held by nobody')
    await first.release()
    expect(await takeLock(file)).toHaveProperty('release')
    expect(await readdir(join(folder, 'a'))).toEqual(['b.lock'])
  })

  test('behavior: of many processes at the same time one gets the lock', async () => {
    const lock = new URL('../../files/takeLock.ts', import.meta.url).href
    const script = `const { takeLock } = await import(process.argv[1])
      console.log(Object.keys(await takeLock(process.argv[2])).join())
      process.stdin.resume()`
    const others = Array.from({ length: 6 }, () => {
      return execa(process.execPath, ['--input-type=module', '-e', script, lock, file])
    })
    const said = others.map(async (child) => String((await once(child.stdout, 'data'))[0]).trim())
    expect((await Promise.all(said)).toSorted()).toEqual([...Array(5).fill('owner'), 'release'])
    for (const child of others) child.stdin.end()
    await Promise.all(others)
    // All of them have ended, and the one that held it has left it there.
    expect(await takeLock(file)).toHaveProperty('release')
  })

  test('behavior: a lock of a process that is gone is taken over, and one that is no lock', async () => {
    const child = execa('sleep', ['600'])
    const identity = await identifyProcess(child.pid ?? 0)
    await takeLock(file)
    await writeFile(file, JSON.stringify(identity))
    expect(await takeLock(file)).toEqual({ owner: identity })
    child.kill('SIGKILL')
    await child.catch(() => {})
    expect(await takeLock(file)).toHaveProperty('release')
    await writeFile(file, 'nonsense')
    expect(await takeLock(file)).toHaveProperty('release')
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid })
  })

  test('behavior: a process with the id of one that is gone is another one', async () => {
    await takeLock(file)
    await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: 'before' }))
    expect(await takeLock(file)).toHaveProperty('release')
  })
})
