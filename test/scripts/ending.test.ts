// The way of a signal from `npm run` to the command line, and the end of all links when one has gone. What the commands
// themselves do when they are told to end is tested with them (test/integration/ending.test.ts).

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { identifyProcess, isRunning, type ProcessIdentity } from '../../files/processIdentity.ts'
import { Project } from './support/project.ts'

/** Ends in order, which takes a moment; a second signal meanwhile changes nothing. */
const target = `
import { writeFileSync } from 'node:fs'
let told = []
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {
  told.push(signal)
  if (told.length > 1) return
  setTimeout(() => { writeFileSync('ended', told[0]); process.exit(0) }, 300)
})
setInterval(() => {}, 1000)
writeFileSync('pids', process.ppid + ' ' + process.pid)
`

interface Chain {
  npm: ChildProcess
  /** Of npm's own end. */
  ended: Promise<[number | null, NodeJS.Signals | null]>
  pids: { npm: number; bootstrap: number; innermost: number }
  identities: ProcessIdentity[]
}

let project: Project
const started: ProcessIdentity[] = []
beforeEach(async () => {
  project = new Project()
  // Installed with the stand-in: the real npm has nothing left to bring.
  await project.run([])
  project.write('target.mjs', target)
  const scripts = { it: 'exec node scripts/bootstrap.mjs target.mjs' }
  project.write('package.json', JSON.stringify({ type: 'module', scripts }))
})
afterEach(async () => {
  // Of a test that failed, nothing lives on either.
  for (const identity of started.splice(0)) {
    if (await isRunning(identity)) process.kill(identity.pid, 'SIGKILL')
  }
  project.remove()
})

const patience = { timeout: 20_000, interval: 20 }

async function start(): Promise<Chain> {
  const npm = spawn('npm', ['run', '-s', 'it'], {
    cwd: project.root,
    stdio: 'ignore',
    detached: true,
  })
  const ended = once(npm, 'exit') as Chain['ended']
  await vi.waitFor(() => expect(project.read('pids')).toMatch(/^\d+ \d+$/), patience)
  const [bootstrap = 0, innermost = 0] = project.read('pids').split(' ').map(Number)
  const pids = { npm: npm.pid ?? 0, bootstrap, innermost }
  const found = await Promise.all(Object.values(pids).map(identifyProcess))
  const identities = found.filter((identity) => identity !== undefined)
  started.push(...identities)
  expect(identities).toHaveLength(3)
  return { npm, ended, pids, identities }
}

/** Waits until no process of the chain is left. */
const allGone = ({ identities }: Chain) =>
  vi.waitFor(async () => {
    expect(await Promise.all(identities.map(isRunning))).toEqual([false, false, false])
  }, patience)

describe('default', () => {
  test.each([
    ['SIGTERM', 'npm'],
    ['SIGTERM', 'group'],
    ['SIGTERM', 'innermost'],
    ['SIGINT', 'npm'],
    ['SIGINT', 'group'],
    ['SIGINT', 'innermost'],
    ['SIGHUP', 'innermost'],
  ] as const)('%s to %s: all end in order, with status 0', async (signal, whom) => {
    const chain = await start()
    process.kill(whom === 'group' ? -chain.pids.npm : chain.pids[whom], signal)
    expect(await chain.ended).toEqual([0, null])
    expect(project.read('ended')).toBe(signal)
    await allGone(chain)
  })
})

describe('behavior', () => {
  // npm does not pass these two signals on, and ends at once.
  test.each([
    ['SIGHUP', 'npm'],
    ['SIGHUP', 'group'],
    ['SIGKILL', 'npm'],
  ] as const)('%s to %s: what npm has left ends in order', async (signal, whom) => {
    const chain = await start()
    process.kill(whom === 'group' ? -chain.pids.npm : chain.pids[whom], signal)
    expect(await chain.ended).toEqual([null, signal])
    await allGone(chain)
    expect(project.read('ended')).toBe(whom === 'group' ? signal : 'SIGTERM')
  })

  test.each([
    ['bootstrap', 'SIGTERM'],
    ['innermost', ''],
  ] as const)('SIGKILL to %s: nothing is left, and the status is 137', async (whom, told) => {
    const chain = await start()
    process.kill(chain.pids[whom], 'SIGKILL')
    const [status, signal] = await chain.ended
    expect(signal === 'SIGKILL' ? 137 : status).toBe(137)
    await allGone(chain)
    expect(project.read('ended')).toBe(told)
  })
})
