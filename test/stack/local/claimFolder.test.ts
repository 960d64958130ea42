import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { identifyProcess, isRunning, type ProcessIdentity } from '../../../files/processIdentity.ts'
import { claimFolder } from '../../../stack/local/claimFolder.ts'
import { StackFolderError } from '../../../stack/local/errors.ts'
import {
  readState,
  releaseFolder,
  type StackState,
  writeState,
} from '../../../stack/local/stateFile.ts'

let folder: string
let part: ChildProcess

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-claim-'))
})
afterEach(() => {
  part?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

async function startPart(program: string): Promise<ProcessIdentity> {
  part = spawn(process.execPath, ['--eval', program], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(part.stdout as NodeJS.EventEmitter, 'data')
  return (await identifyProcess(part.pid ?? 0)) as ProcessIdentity
}

/** What is left where a supervisor was killed: its state, its data, and a part that runs on. */
async function leaveStack(identity: ProcessIdentity, changes: Partial<StackState> = {}) {
  const supervisor = { pid: process.pid, startedAt: 'another one' }
  const stopSignal = 'SIGINT'
  const left = { ...identity, name: 'postgres', logFile: '', stopSignal } as const
  await writeState(folder, {
    supervisor,
    isReady: true,
    chainId: 1,
    parts: [left],
    urls: {},
    ...changes,
  })
  mkdirSync(join(folder, 'data'))
}

const sleeper = 'setInterval(() => {}, 1000); console.log(1)'

describe('claimFolder', () => {
  test('default: the folder belongs to this process', async () => {
    const state = await claimFolder(folder, 31_337)
    expect(state.supervisor).toEqual(await identifyProcess(process.pid))
    expect(await readState(folder)).toEqual(state)
    await releaseFolder(folder)
    expect(await readState(folder)).toBe(undefined)
  })

  test('behavior: the parts of a killed stack are ended by their stop signals, and the folder is cleared', async () => {
    const file = join(folder, 'ended')
    const identity = await startPart(`process.on('SIGINT', () => {
      require('node:fs').writeFileSync(${JSON.stringify(file)}, ''); process.exit(0)
    }); ${sleeper}`)
    await leaveStack(identity)
    await claimFolder(folder, 31_337)
    expect(await isRunning(identity)).toBe(false)
    expect(existsSync(file)).toBe(true)
    expect(existsSync(join(folder, 'data'))).toBe(false)
    expect((await readState(folder))?.supervisor.startedAt).not.toBe('another one')
  })

  test('behavior: a process that merely has the id of a part is left alone', async () => {
    const identity = await startPart(sleeper)
    await leaveStack({ ...identity, startedAt: 'another one' })
    await claimFolder(folder, 31_337)
    expect(await isRunning(identity)).toBe(true)
  })

  test('behavior: of two starts on what was left, one gets the folder', async () => {
    await leaveStack(await startPart(sleeper))
    const claims = await Promise.allSettled([claimFolder(folder, 1), claimFolder(folder, 1)])
    expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  test('error: the stack still runs', async () => {
    const supervisor = await startPart(sleeper)
    await leaveStack(supervisor, { supervisor, parts: [] })
    await expect(claimFolder(folder, 1)).rejects.toThrow(/a stack runs there \(process \d+\)/)
    expect(existsSync(join(folder, 'data'))).toBe(true)
  })

  test.each(['{}', '{"supervisor":'])('error: a state that says nothing: %s', async (text) => {
    writeFileSync(join(folder, 'state.json'), text)
    const error = await claimFolder(folder, 1).catch((reason) => reason)
    expect(error).toBeInstanceOf(StackFolderError)
    expect(error.message).toMatch(/state\.json .*; end the processes .* and remove it/)
  })

  test('error: a disk that is too full', async () => {
    await expect(claimFolder(folder, 1, 1e18)).rejects.toThrow(/its disk has \d+ MB free/)
    expect(await readState(folder)).toBe(undefined)
  })
})
