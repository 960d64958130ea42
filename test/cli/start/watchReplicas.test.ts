import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { watchReplicas } from '../../../cli/start/watchReplicas.ts'

let folder: string
let logFile: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-watch-'))
  logFile = join(folder, 'replica-1.log')
  await writeFile(logFile, '')
})

afterEach(() => rm(folder, { recursive: true, force: true }))

function watch() {
  const account = '0x0000000000000000000000000000000000000001'
  return watchReplicas([{ name: 'replica-1', account, url: 'http://127.0.0.1:1', logFile }])
}

const write = (...lines: object[]) =>
  appendFile(logFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

describe('watchReplicas', () => {
  test('default: the state of a replica, from line to line', async () => {
    const watched = watch()
    expect((await watched.read()).frames).toEqual([
      { name: 'replica-1', state: 'starting', signed: 0, pushes: 0, decision: '' },
    ])
    await write(
      { event: 'started' },
      { event: 'answered', answer: 'signed' },
      { event: 'answered', answer: 'differs' },
      { event: 'decided', type: 'push', reason: 'tightening', observedAt: '7' },
      { event: 'settled', outcome: 'taken' },
    )
    const record = await watched.read()
    expect(record.frames).toEqual([
      { name: 'replica-1', state: 'ready', signed: 1, pushes: 1, decision: 'push tightening' },
    ])
    expect(record.reasons.get('replica-1 7')).toBe('tightening')
    expect([record.disagreements, record.wasted, record.alarms]).toEqual([0, 0, []])
  })

  test('behavior: a push that moves the values both ways is shown by its label', async () => {
    const label = 'tightening 3, loosening 1 (aggressiveness)'
    await write({ event: 'decided', type: 'push', reason: 'tightening', label, observedAt: '7' })
    const record = await watch().read()
    expect(record.frames[0]?.decision).toBe(`push ${label}`)
    expect(record.reasons.get('replica-1 7')).toBe(label)
  })

  test.each([
    [{ event: 'peer-refused', difference: { field: 'observation.navUsd6' } }],
    [{ event: 'decided', type: 'halt', reason: 'contradiction' }],
  ])('behavior: %j is a disagreement', async (line) => {
    await write(line)
    expect((await watch().read()).disagreements).toBe(1)
  })

  test('behavior: a peer that is silent disagrees with nobody', async () => {
    await write({ event: 'peer-refused', reason: 'it does not answer' })
    expect((await watch().read()).disagreements).toBe(0)
  })

  test('behavior: what was refused, but paid for, and alarms', async () => {
    await write(
      { event: 'settled', outcome: 'reverted' },
      { event: 'alarm', condition: 'index', problem: 'stands still' },
    )
    const watched = watch()
    const record = await watched.read()
    expect([record.wasted, record.alarms]).toEqual([1, ['replica-1: index, stands still']])
    expect(record.frames[0]?.state).toBe('not-ready')
    await write({ event: 'alarm-over', condition: 'index' })
    expect((await watched.read()).frames[0]?.state).toBe('ready')
  })

  test('behavior: a line that is written half is read once it is whole; one that is no JSON is left out', async () => {
    const watched = watch()
    await appendFile(logFile, '(node:1) Warning: of the runtime\n{"event":"sta')
    expect((await watched.read()).frames[0]?.state).toBe('starting')
    await appendFile(logFile, 'rted"}\n')
    expect((await watched.read()).frames[0]?.state).toBe('ready')
  })
})
