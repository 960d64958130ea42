import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { withLock } from '../../../scripts/setup/withLock.mjs'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-test-'))
  file = join(folder, 'lock')
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

/** A process that is over. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'close')
  return child.pid ?? 0
}

describe('default', () => {
  test('holds the lock during the work and leaves nothing behind', async () => {
    const result = await withLock(file, () => {
      expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} \\d*\\n$`))
      return 'done'
    })
    expect(result).toBe('done')
    expect(readdirSync(folder)).toEqual([])
  })

  test('one at a time', async () => {
    let inside = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++inside)
      await new Promise((resolve) => setTimeout(resolve, 20))
      inside -= 1
    }
    await Promise.all([1, 2, 3].map(() => withLock(file, work, { pollMs: 1 })))
    expect(most).toBe(1)
  })
})

describe('behavior', () => {
  test('takes over from a dead process', async () => {
    writeFileSync(file, `${await deadPid()} 123\n`)
    expect(await withLock(file, () => 'done')).toBe('done')
  })

  test('takes over from a process whose id was given out again', async () => {
    // Process 1 lives, but did not start at that time.
    writeFileSync(file, '1 999999999999\n')
    expect(await withLock(file, () => 'done')).toBe('done')
  })

  test.each(['', 'no lock\n', '12'])(
    'takes over a lock that names no process: %j',
    async (text) => {
      writeFileSync(file, text)
      expect(await withLock(file, () => 'done')).toBe('done')
    },
  )

  test('waits for each process that was named, and says for which', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      stdio: 'ignore',
    })
    await once(child, 'spawn')
    const pid = child.pid ?? 0
    let text = ''
    await withLock(file, (name) => {
      name(pid)
      text = readFileSync(file, 'utf8')
    })
    // As a holder that was killed leaves it: its own line is that of a dead process.
    writeFileSync(file, text.replace(/^.*\n/, `${await deadPid()} 123\n`))

    let isDone = false
    const end = withLock(file, () => (isDone = true), { pollMs: 1 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(isDone).toBe(false)
    expect(process.stderr.write).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining(`process ${pid}`),
    )
    child.kill('SIGKILL')
    expect(await end).toBe(true)
  })
})

describe('error', () => {
  test('work that fails gives the lock back', async () => {
    const work = () => Promise.reject(new Error('broken'))
    await expect(withLock(file, work)).rejects.toThrow('broken')
    expect(existsSync(file)).toBe(false)
  })
})
