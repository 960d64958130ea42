import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { identifyProcess, isRunning } from '../../../../files/processIdentity.ts'

const program = fileURLToPath(new URL('../support/supervise.ts', import.meta.url))
const patience = { timeout: 180_000, interval: 20 }

let folder: string
let supervisor: ChildProcess

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-guard-'))
})
afterEach(() => {
  supervisor.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** The parts' process ids, once they listen to signals. */
async function startSupervisor(): Promise<number[]> {
  supervisor = spawn(process.execPath, [program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const [line] = await once(supervisor.stdout as NodeJS.EventEmitter, 'data')
  for (const name of ['first', 'second']) {
    await vi.waitFor(
      () => expect(readFileSync(join(folder, `${name}.log`), 'utf8')).toBe('up\n'),
      patience,
    )
  }
  return JSON.parse(String(line))
}

function findGuards(): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
  const rows = table.split('\n').map((row) => row.trim().split(/\s+/))
  return rows
    .filter(([, parent, ...args]) => {
      return parent === `${supervisor.pid}` && args.join(' ').endsWith('guard/run.ts')
    })
    .map(([pid]) => Number(pid))
}

async function expectOrderedEnd(parts: readonly number[], end: () => void) {
  const identities = await Promise.all(parts.map(identifyProcess))
  end()
  for (const identity of identities) {
    if (identity === undefined) throw new Error('a part does not run')
    await vi.waitFor(async () => expect(await isRunning(identity)).toBe(false), patience)
  }
  expect(readFileSync(join(folder, 'ended'), 'utf8')).toBe('second first ')
}

describe('guard', () => {
  test.each([
    ['SIGKILL', 1],
    ['SIGKILL', -1],
    ['SIGTERM', -1],
  ] as const)(
    'default: %s to the supervisor (%d): its parts end in order, the last one first',
    async (signal, sign) => {
      const parts = await startSupervisor()
      await expectOrderedEnd(parts, () => process.kill(sign * (supervisor.pid ?? 0), signal))
    },
  )

  test('behavior: a guard that was killed is replaced', async () => {
    const parts = await startSupervisor()
    const guards = findGuards()
    expect(guards).toHaveLength(1)
    process.kill(guards[0] ?? 0, 'SIGKILL')
    await vi.waitFor(() => {
      const [now] = findGuards()
      expect([undefined, guards[0]]).not.toContain(now)
    }, patience)
    await expectOrderedEnd(parts, () => supervisor.kill('SIGKILL'))
  })
})
