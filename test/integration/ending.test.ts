// What the commands that stay up do when they are told to end, or when what has started them has gone: started as npm
// starts them, by the bootstrap. The way from npm to the bootstrap has its own test (test/scripts/ending.test.ts).

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSqliteJournal } from '../../bot/index.ts'
import { identifyProcess, isRunning, type ProcessIdentity } from '../../files/processIdentity.ts'
import { readState } from '../../stack/local/stateFile.ts'
import { ReplicaStack } from '../reliability/support/replicaStack.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const patience = { timeout: 120_000, interval: 50 }
const timeout = 240_000

let folder: string
let bootstrap: ChildProcess
let said: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-ending-'))
  // Postgres may run as another user.
  chmodSync(folder, 0o755)
})
afterEach(() => {
  bootstrap?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Starts a script as npm does, and waits until it has said `word`. */
async function start(args: readonly string[], word: string): Promise<void> {
  bootstrap = spawn(process.execPath, ['scripts/bootstrap.mjs', '--build=none', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  said = ''
  for (const stream of [bootstrap.stdout, bootstrap.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  await vi.waitFor(() => expect(said).toContain(word), patience)
}

/** All that has come of the bootstrap, parts in groups of their own and their processes too. */
async function findOffspring(): Promise<ProcessIdentity[]> {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number))
  const found = new Set([bootstrap.pid])
  for (let size = 0; size < found.size; ) {
    size = found.size
    for (const [pid, parent] of pairs) if (found.has(parent)) found.add(pid)
  }
  const identities = await Promise.all([...found].map((pid) => identifyProcess(pid ?? 0)))
  return identities.filter((identity) => identity !== undefined)
}

const allGone = (identities: readonly ProcessIdentity[]) =>
  vi.waitFor(async () => {
    const running = await Promise.all(identities.map(isRunning))
    expect(identities.filter((_, at) => running[at])).toEqual([])
  }, patience)

async function expectFree(url: string): Promise<void> {
  const server = createServer().listen(Number(new URL(url).port), '127.0.0.1')
  await once(server, 'listening')
  server.close()
}

/** Ends what was started by a signal to the bootstrap, or to its group, and returns the bootstrap's status. */
async function endBy(signal: NodeJS.Signals, sign: 1 | -1 = 1): Promise<unknown> {
  const offspring = await findOffspring()
  const ended = once(bootstrap, 'exit')
  process.kill(sign * (bootstrap.pid ?? 0), signal)
  const [status] = await ended
  await allGone(offspring)
  return status
}

describe('gimbal stack up', { timeout }, () => {
  test.each([
    ['SIGHUP', 1],
    ['SIGTERM', -1],
  ] as const)('default: %s (%d): ends in order, with status 0', async (signal, sign) => {
    await start(['cli/index.ts', 'stack', 'up', '--no-index', '--dir', folder], 'It runs until')
    const { urls } = (await readState(folder)) ?? {}
    expect(await endBy(signal, sign)).toBe(0)
    expect(await readState(folder)).toBe(undefined)
    await expectFree(urls?.rpc ?? '')
  })

  test('behavior: stopped while it waits for a part, it does not wait to the end', async () => {
    await start(['cli/index.ts', 'stack', 'up', '--dir', folder], 'contracts')
    expect(await endBy('SIGTERM')).toBe(0)
    expect(await readState(folder)).toBe(undefined)
  })

  test('P-63 killed with its whole group, it leaves no process, and the next start clears its folder', async () => {
    await start(['cli/index.ts', 'stack', 'up', '--dir', folder], 'It runs until')
    expect((await readState(folder))?.parts.map(({ name }) => name)).toEqual([
      'anvil',
      'postgres',
      'graph-node',
    ])
    await endBy('SIGKILL', -1)
    // In order: a Postgres that was killed leaves its lock, and shared memory.
    expect(existsSync(join(folder, 'data', 'postgres', 'PG_VERSION'))).toBe(true)
    expect(existsSync(join(folder, 'data', 'postgres', 'postmaster.pid'))).toBe(false)
    await start(['cli/index.ts', 'stack', 'up', '--no-index', '--dir', folder], 'It runs until')
    expect(await endBy('SIGINT')).toBe(0)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })
})

describe('npm start', { timeout }, () => {
  test('behavior: killed with its group, it leaves no process', async () => {
    await start(['cli/index.ts', 'start', '--dir', folder], 'contracts')
    const { parts = [] } = (await readState(folder)) ?? {}
    expect(parts.map(({ name }) => name)).toContain('postgres')
    await endBy('SIGKILL', -1)
  })
})

describe('npm run bench', { timeout }, () => {
  test('behavior: SIGTERM at work: nothing is left, and the status is 143', async () => {
    await start(['scripts/bench.ts', 'latency'], '')
    await vi.waitFor(async () => {
      // The bench, its guard and a part at least.
      expect((await findOffspring()).length).toBeGreaterThan(3)
    }, patience)
    expect(await endBy('SIGTERM')).toBe(143)
  })
})

describe('gimbal bot run', { timeout }, () => {
  let replicas: ReplicaStack

  beforeAll(async () => {
    replicas = await ReplicaStack.start({ index: false })
  }, timeout)
  afterAll(() => replicas?.stop())

  // A replica without an answer from its index holds, and that is all it has to do here.
  const writeConfig = () => {
    return replicas.writeConfig(0, { index: { endpoints: [{ url: 'http://127.0.0.1:9' }] } })
  }

  test.each([
    ['SIGTERM', 1],
    ['SIGINT', -1],
    ['SIGHUP', 1],
  ] as const)('default: %s (%d): ends in order, with status 0', async (signal, sign) => {
    const config = await writeConfig()
    await start(['cli/index.ts', 'bot', 'run', '--config', config], '"event":"started"')
    expect(await endBy(signal, sign)).toBe(0)
    expect(said).toContain('"event":"ended"')
    await expectFree(replicas.signUrl(0))
    await openSqliteJournal(join(replicas.folder, 'journal-0.sqlite')).close()
  })

  test('behavior: its parent was killed: it ends in order', async () => {
    const config = await writeConfig()
    await start(['cli/index.ts', 'bot', 'run', '--config', config], '"event":"started"')
    await endBy('SIGKILL')
    await vi.waitFor(() => expect(said).toContain('"event":"ended"'), patience)
    await openSqliteJournal(join(replicas.folder, 'journal-0.sqlite')).close()
  })
})
