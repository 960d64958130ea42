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
  folder = mkdtempSync(join(tmpdir(), 'gimbal-chains-'))
  chmodSync(folder, 0o755)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const readJson = <Content>(file: string): Content =>
  JSON.parse(readFileSync(join(folder, file), 'utf8'))

describe('two chains', { timeout: patience }, () => {
  test('P-209 stack up --chains 2 starts every part, tells of it, and ends it', async () => {
    const child = spawnGimbal(['stack', 'up', '--chains', '2', '--dir', folder])
    const closed = once(child, 'close')
    let output = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      output += chunk
      if (/^relayer /m.test(output)) break
    }
    const { parts, across } = readJson<StackState>('state.json')
    expect(parts.map(({ name }) => name).toSorted()).toEqual([
      ...['anvil', 'anvil-2', 'graph-node', 'graph-node-2', 'postgres', 'relayer'],
    ])
    expect(await Promise.all(parts.map(isRunning))).toEqual(parts.map(() => true))

    // What other commands read, and what they say of it.
    const network = readJson<Record<string, unknown>>('network.json')
    expect(network).toMatchObject({
      chainId: 31_337,
      bridge: { messengers: [{ name: 'axelar' }, { name: 'hyperlane' }] },
      remotes: [{ name: 'local-2', chainId: 31_338, rpcUrl: across?.away.urls.rpc }],
    })
    const status = await runGimbal(['stack', 'status', '--json', '--dir', folder])
    expect(status.status).toBe(0)
    const told = JSON.parse(status.stdout)
    expect(told).toMatchObject({ isReady: true, isWhole: true })
    expect(told.across.chainHead).toBeGreaterThan(0)
    expect(told.across.indexedTo).toBeGreaterThan(0)
    const doctor = await runGimbal(['doctor', '--network', 'local', '--json', '--dir', folder])
    const { checks } = JSON.parse(doctor.stdout)
    expect([doctor.status, checks.filter(({ isOk }: { isOk: boolean }) => !isOk)]).toEqual([0, []])
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['local-2', 'contracts local-2', 'index local-2']),
    )

    const down = await runGimbal(['stack', 'down', '--dir', folder])
    expect([down.status, down.stdout]).toEqual([0, expect.stringContaining('relayer')])
    await closed
    expect(await Promise.all(parts.map(isRunning))).toEqual(parts.map(() => false))
    expect(existsSync(join(folder, 'state.json'))).toBe(false)
    expect(existsSync(join(folder, 'network.json'))).toBe(false)
  })

  test('P-210 start --chains 2: a shock at home is in force away within its bounds, and every check passes', async () => {
    const args = ['--from', '07:00', '--to', '07:24', '--speed', '60', '--dir', folder]
    const run = await runGimbal(['start', '--chains', '2', '--once', '--json', ...args])
    expect([run.status, run.status === 0 ? '' : `${run.stdout}${run.stderr}`]).toEqual([0, ''])
    const { isPassed, across } = JSON.parse(run.stdout)
    expect([isPassed, across.isPassed]).toEqual([true, true])
    expect(across.updates.length).toBeGreaterThan(0)
    for (const { differences } of across.updates) expect(differences).toEqual([])
    expect(across.messages).toMatchObject({
      delivered: across.messages.sent,
      underWay: 0,
      failed: 0,
    })
    expect(across.halt).toMatchObject({ isOnFallback: true })
    expect(across.halt.blocksTaken).toBeGreaterThan(0)
    expect(BigInt(across.paidHomeWei)).toBeGreaterThan(BigInt(across.paidAwayWei))
    expect(existsSync(join(folder, 'state.json'))).toBe(false)
  })
})
