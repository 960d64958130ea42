import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { hashResultText } from '../../../backtest/report/hashResult.ts'
import { type Outcome, runCommand } from '../support/runCommand.ts'
import { spawnGimbal } from '../support/runGimbal.ts'

const draftText = `gimbal: 1
title: Fear less
changes:
  - change: policy
    market: weth-usd
    rationale: A try.
    policy: { riskAversion: 37, z: 7 }
`

let folder: string
let draft: string
let trials: string
let resultFile: string
let ran: Outcome
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-backtest-'))
  trials = join(folder, 'trials')
  draft = join(folder, 'draft.yaml')
  await writeFile(draft, draftText)
  resultFile = join(folder, 'out', 'result.json')
  ran = await run(draft, '--against', 'hold,band-2.5,clock-1h', '--out', join(folder, 'out'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (...args: string[]) => runCommand('backtest', ...args, '--trials', trials)

/** The result with a part of its text replaced. */
async function change(from: string | RegExp, to: string): Promise<string> {
  const text = await readFile(resultFile, 'utf8')
  const changed = text.replace(from, to)
  expect(changed).not.toBe(text)
  const file = join(folder, 'changed.json')
  await writeFile(file, changed)
  return file
}

describe('gimbal backtest', () => {
  test('default: the answer is one screen of 80 columns', () => {
    expect(ran).toMatchObject({ status: 0, stderr: '' })
    const lines = ran.stdout.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(36)
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    const text = ran.stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain('Too short to judge. The market has 1 day; fewer than 60')
    for (const name of ['proposal ', 'policy in force ', 'hold ', 'band-2.5 ', 'oracle ']) {
      expect(lines.some((line) => line.startsWith(name))).toBe(true)
    }
    expect(ran.stdout).toContain('-> 37')
    expect(text).toMatch(/Trials so far against\s+these settings: 5\./)
  })

  test('behavior: --out has the result, the page, the steps and the trades', async () => {
    expect((await readdir(join(folder, 'out'))).toSorted()).toEqual([
      'days.parquet',
      'figures.parquet',
      'page.html',
      'result.json',
      'rules.parquet',
      'steps.parquet',
      'trades.csv',
    ])
    const text = await readFile(resultFile, 'utf8')
    expect(ran.stdout).toContain(`Backtest ${hashResultText(text)}`)
  })

  test('behavior: the same again as JSON has the same hash, and no further trial', async () => {
    const { stdout } = await run(draft, '--against', 'hold,band-2.5,clock-1h', '--json')
    const { backtestHash, result } = JSON.parse(stdout)
    expect(ran.stdout).toContain(`Backtest ${backtestHash}`)
    expect(result.honesty.trials).toBe(5)
  })

  test('P-125 the number of threads changes no byte', async () => {
    const rules = ['--against', 'hold,band-2.5,clock-1h']
    const { stdout } = await run(draft, ...rules, '--jobs', '2', '--json')
    expect(ran.stdout).toContain(`Backtest ${JSON.parse(stdout).backtestHash}`)
  })

  test('behavior: another draft for the same settings in force is a further trial', async () => {
    const settings = join(folder, 'settings.yaml')
    await writeFile(settings, 'policy: { riskAversion: 41 }')
    const { stdout } = await run(settings, '--against', 'hold', '--json')
    const { result } = JSON.parse(stdout)
    expect(result.honesty.trials).toBe(6)
    expect(result).not.toHaveProperty('documentHash')
  })

  test('error: of several portfolios the one that is wrong is named', async () => {
    const file = join(folder, 'wrong.yaml')
    await writeFile(file, '- { kind: constant-mix }\n- { kind: constant-mix, weight: much }')
    const { status, stderr } = await run(draft, '--portfolio', file)
    expect(status).not.toBe(0)
    expect(stderr).toContain('portfolio 2: weight: got "much"')
  })

  test('behavior: several portfolios are cases of their own', async () => {
    const file = join(folder, 'portfolios.yaml')
    await writeFile(
      file,
      "- { kind: constant-mix, nav: '$1,000,000' }\n- { kind: constant-mix, weight: 30 % }",
    )
    const { stdout } = await run(draft, '--against', 'hold', '--portfolio', file, '--json')
    const { result } = JSON.parse(stdout)
    expect(result.inputs.portfolios).toHaveLength(2)
    expect(result.cases).toMatchObject([{ portfolio: 'constant mix, 30 % at risk' }])
  })

  test.each([
    [['--against', 'hold,band-3'], /--against has band-3 \(did you mean band-/],
    [['--latency', '0'], /--latency is 0; no order fills .*\s--what-if/s],
    [['--seed', '1e9'], /--seed is 1e9/],
    [['--from', '2022-05-12T05:00:00Z', '--to', '2022-05-12T04:00:00Z'], /--to is not after/],
    [
      ['--from', '2022-05-13'],
      /leave nothing of ethereum-2022-05-12, which has\s2022-05-12 02:23 to 2022-05-12 11:50 UTC/,
    ],
    [
      ['--portfolio', 'governance/examples/policy.yaml'],
      /policy\.yaml is no portfolio;.*kind: got nothing/s,
    ],
    [['--out', 'README.md'], /README\.md: is a file, or leads through one; name a folder/],
    [['--jobs', '0'], /--jobs is 0; give a number from 1 to 999/],
    [['--market', 'nowhere'], /nowhere/],
    [
      ['--market', 'carry-2023,ethereum-2022-05-12,carry-2023'],
      /two markets whose market\.json names them carry-2023; name\seach/,
    ],
  ])('error: %j', async (args, message) => {
    const { status, stderr } = await run(draft, ...args)
    expect(status).not.toBe(0)
    expect(stderr).toMatch(message)
  })

  test('error: stopped by Ctrl-C midway, nothing is left', async () => {
    const out = join(folder, 'stopped')
    const where = ['--market', 'carry-2023', '--out', out, '--trials', trials]
    const child = spawnGimbal(['backtest', draft, ...where])
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve))
    let stderr = ''
    child.stderr.on('data', (text) => {
      stderr += text
    })
    await vi.waitUntil(async () => (await readdir(out).catch(() => [])).length > 0, 30_000)
    child.kill('SIGINT')
    expect(await closed).toBe(1)
    expect(stderr).toContain('the backtest was stopped by SIGINT; no result was written')
    expect(await readdir(out)).toEqual([])
  })

  test('error: no draft', async () => {
    expect(await run()).toMatchObject({ status: 2 })
  })
})

describe('gimbal backtest verify', () => {
  test('default: every byte is the same', async () => {
    const { status, stdout } = await run('verify', resultFile)
    expect({ status, stdout }).toMatchObject({ status: 0 })
    expect(stdout).toMatch(/^Backtest 0x[0-9a-f]{64}\nRun again: every byte is the same\.\n$/)
  })

  test('error: a changed figure is named by its path, with both values', async () => {
    const { status, stdout } = await run('verify', await change(/"trades":\d+/, '"trades":77'))
    expect(status).toBe(4)
    expect(stdout).toMatch(
      /rules\.\d+\.metrics\.trades is 77 in the file, and \d+ when it is run again/,
    )
  })

  test('error: fewer trials than the run itself makes', async () => {
    const { status, stdout } = await run(
      'verify',
      await change(/"trials":\d+\},"inputs"/, '"trials":1},"inputs"'),
    )
    expect(status).toBe(4)
    expect(stdout).toMatch(/honesty\.trials is 1 in the file, and the run itself makes \d/)
  })

  test('error: a changed setting of the proposal is seen in what it leads to', async () => {
    const file = await change('"riskAversion":"37"', '"riskAversion":"15"')
    const { status, stdout } = await run('verify', file)
    expect(status).toBe(4)
    expect(stdout).toContain('differs: ')
  })

  test.each([
    [
      'market',
      /"dataHash":"0x.{8}/,
      '"dataHash":"0x00000000',
      /has other figures; markets\.0\.dataHash/,
    ],
    [
      'market.json',
      /"manifestHash":"0x.{8}/,
      '"manifestHash":"0x00000000',
      /has the same files and another market\.json.*markets\.0\.manifestHash/,
    ],
    ['core', /"coreHash":"0x.{8}/, '"coreHash":"0x00000000', /the core is another one/],
    [
      'source',
      /"sourceHash":"0x.{8}/,
      '"sourceHash":"0x00000000',
      /simulator's source is another one/,
    ],
    ['version', /"version":"[^"]+"/, '"version":"9.9.9"', /the version is another one/],
  ])('error: another %s is named', async (_, from, to, message) => {
    const { status, stdout } = await run('verify', await change(from, to))
    expect(status).toBe(4)
    expect(stdout).toMatch(message)
  })

  test('error: a file that is no result, or none', async () => {
    expect(await run('verify', 'package.json')).toMatchObject({ status: 1 })
    expect(await run('verify')).toMatchObject({ status: 2 })
  })
})
