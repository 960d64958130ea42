import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runGimbal } from '../../support/runGimbal.ts'

let folder: string
let whole: string

/** Two hours of the shipped day, one plain rule. */
async function run(...args: string[]) {
  const trials = join(folder, 'trials')
  const range = ['--from', '2022-05-12T06:00', '--to', '2022-05-12T08:00']
  const draft = 'governance/examples/calm-bands.yaml'
  const done = await runGimbal([
    'backtest',
    draft,
    '--against',
    'hold',
    '--trials',
    trials,
    ...range,
    ...args,
  ])
  expect(done.stderr + done.stdout).not.toMatch(/\bat .*\.ts:\d/)
  return done
}

const read = (name: string) => readFile(join(folder, name), 'utf8')

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-shards-cli-'))
  expect(await run('--out', join(folder, 'whole'))).toMatchObject({ status: 0 })
  whole = await read('whole/result.json')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('gimbal backtest --store', () => {
  test('default: two workers on the embedded queue give the same result and the same page', async () => {
    const store = join(folder, 'queued')
    const out = join(folder, 'by-queue')
    const done = await run('--store', store, '--workers', '2', '--out', out)
    expect(done.stderr).toBe('')
    expect(done.status).toBe(0)
    expect(await read('by-queue/result.json')).toBe(whole)
    for (const name of ['page.html', 'trades.csv']) {
      expect(await read(`by-queue/${name}`)).toBe(await read(`whole/${name}`))
    }
    expect((await readdir(out)).toSorted()).toEqual(
      (await readdir(join(folder, 'whole'))).toSorted(),
    )
  })

  test('behavior: shares without a queue, which the same command merges', async () => {
    const store = join(folder, 'shares')
    const runShare = async (share: string) => {
      const { status, stdout, stderr } = await run('--store', store, '--shard', share)
      expect([status, stdout]).toEqual([0, ''])
      const said = /: (\d+) of (\d+) parts, (\d+) of them run now/.exec(
        stderr.replaceAll(/\s+/g, ' '),
      )
      const [own, all, now] = (said ?? []).slice(1).map(Number) as [number, number, number]
      return { own, all, now }
    }
    const first = await runShare('1/2')
    expect(first.own).toBeGreaterThan(0)
    expect(first.now).toBe(first.own)
    expect(await runShare('1/2')).toEqual({ ...first, now: 0 })
    const second = await runShare('2/2')
    expect(second).toEqual({ own: first.all - first.own, all: first.all, now: second.own })
    const merged = await run('--store', store, '--out', join(folder, 'merged'))
    expect(merged).toMatchObject({ status: 0, stderr: '' })
    expect(await read('merged/result.json')).toBe(whole)
  })
})
