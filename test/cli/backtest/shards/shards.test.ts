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
    for (const [share, parts] of [
      ['1/2', '13 of 27 parts, 13 of them run now'],
      ['1/2', '13 of 27 parts, 0 of them run now'],
      ['2/2', '14 of 27 parts, 14 of them run now'],
    ] as const) {
      const done = await run('--store', store, '--shard', share)
      expect(done).toMatchObject({ status: 0, stdout: '' })
      expect(done.stderr.replaceAll(/\s+/g, ' ')).toContain(parts)
    }
    const merged = await run('--store', store, '--out', join(folder, 'merged'))
    expect(merged).toMatchObject({ status: 0, stderr: '' })
    expect(await read('merged/result.json')).toBe(whole)
  })
})
