import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRunning } from '../../files/processIdentity.ts'
import type { StackState } from '../../stack/local/stateFile.ts'
import { runGimbal, spawnGimbal } from '../cli/support/runGimbal.ts'

const patience = 1_800_000

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-start-'))
  chmodSync(folder, 0o755)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('gimbal start', { timeout: patience }, () => {
  test('default: a short day from the vote to the verdict, every check passed', async () => {
    const args = ['--from', '21:28', '--to', '21:56', '--speed', '30', '--dir', folder]
    const { status, stdout, stderr } = await runGimbal(['start', '--once', '--json', ...args])
    expect([status, status === 0 ? '' : `${stdout}${stderr}`]).toEqual([0, ''])
    const summary = JSON.parse(stdout)
    expect(stdout.trim().split('\n')).toHaveLength(1)
    expect(summary).toMatchObject({
      isPassed: true,
      market: 'weth-usd',
      disagreements: 0,
      problems: [],
      governance: {
        forVotes: `1000000${'0'.repeat(18)}`,
        chainVotes: `600000${'0'.repeat(18)}`,
        snapshotVotes: `400000${'0'.repeat(18)}`,
      },
      values: { storedEqualsCore: true, peakBaseFeePerGas: '9557920860866' },
    })
    // One push for each epoch that begins: 21:30, 21:40 and 21:50; the first value comes before.
    const { pushes, vaults, values } = summary
    expect(pushes.count).toBeGreaterThanOrEqual(4)
    expect(pushes).toMatchObject({ verified: pushes.count, differing: 0, wasted: 0 })
    expect(pushes.reasons).toMatchObject({ 'evidence-awaited': 1 })
    // The shock is answered at once, not at the next epoch.
    expect(pushes.withinEpoch).toBeGreaterThan(0)
    const { tightening = 0, 'both ways': bothWays = 0 } = pushes.reasons
    expect(tightening + bothWays).toBeGreaterThan(0)
    expect(Number(values.tightest.aggressivenessPips)).toBeLessThan(
      Number(values.first.aggressivenessPips),
    )
    const [gimbal, control] = vaults
    expect([gimbal.brokenPromises, control.brokenPromises]).toEqual([[], []])
    // An investor leaves at 21:38: both vaults have to come back, the one with fixed bands at any price.
    expect(control.rebalances).toBeGreaterThan(0)
    expect(gimbal.rebalances).toBeGreaterThan(0)
    expect(existsSync(join(folder, 'state.json'))).toBe(false)
  })

  test('behavior: SIGINT while it is at work ends everything that it has started', async () => {
    const child = spawnGimbal(['start', '--from', '21:28', '--speed', '30', '--dir', folder])
    const closed = once(child, 'close')
    let output = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      output += chunk
      if (output.includes('replicas of the bot')) break
    }
    const { parts } = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8')) as StackState
    const names = parts.map(({ name }) => name).toSorted()
    expect(names).toEqual([
      ...['anvil', 'graph-node', 'postgres', 'replica-1', 'replica-2', 'replica-3'],
    ])
    expect(await Promise.all(parts.map(isRunning))).toEqual(parts.map(() => true))
    child.kill('SIGINT')
    expect(await closed).toEqual([0, null])
    expect(await Promise.all(parts.map(isRunning))).toEqual(parts.map(() => false))
    expect(existsSync(join(folder, 'state.json'))).toBe(false)
  })

  test.each([
    [['--speed', '500'], /give at most 120/],
    [['--from', '01:59'], /give 02:00 or later/],
    [['--from', '22:00', '--to', '21:00'], /not before|give a time in it/],
    [['--from', '25:00'], /give a time of the day/],
  ])('error: %j', async (args, message) => {
    const { status, stderr } = await runGimbal(['start', ...args])
    expect([status, stderr]).toEqual([2, expect.stringMatching(message)])
  })
})
