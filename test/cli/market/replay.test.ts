import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadCore, parseRow } from '../../../core/index.ts'
import { runCommand } from '../support/runCommand.ts'

interface JsonReplay {
  market: string
  core: string
  policy: Record<string, string>
  rows: { at: string; observation: Record<string, string>; target: Record<string, string> }[]
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function write(name: string, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-replay-'))
  folders.push(folder)
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

async function replayJson(...args: string[]): Promise<JsonReplay> {
  const { status, stdout, stderr } = await runCommand('replay', '--json', ...args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout.trimEnd()).not.toContain('\n')
  return JSON.parse(stdout)
}

/** The arguments of each command line below `Try next`, as a shell reads them. */
function listHints(stdout: string): string[][] {
  const [, hints = ''] = stdout.split('\nTry next:\n')
  const script = hints.replaceAll('npm run -s gimbal -- replay', "printf '%s\\0'")
  const lines = script.replaceAll('\\\n', ' ').trim().split('\n')
  return lines.map((line) =>
    execFileSync('sh', ['-c', line], { encoding: 'utf8' }).split('\0').slice(0, -1),
  )
}

describe('gimbal replay', () => {
  test('default: the shipped market in one table, with sentences in plain words', async () => {
    const { status, stdout, stderr } = await runCommand('replay')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = stdout.split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
    const rows = lines.filter((line) => /^ ?\d\d:\d\d +[\d,]+ +[\d,]+ +[\d.]+ +[\d.]+ /.test(line))
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.length).toBeLessThanOrEqual(60)
    expect(rows[0]).toMatch(/^ ?02:54 /)
    expect(rows.at(-1)).toMatch(/^ ?11:50 /)
    for (const title of [
      'gwei',
      'WETH',
      '$M',
      '%/day',
      '+- %',
      '$k',
      'days',
      'CPPI',
      'guard',
      'return',
      'lot',
    ]) {
      expect(stdout).toContain(title)
    }
    const text = stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain('gas is paid in ETH, which WETH stands for.')
    expect(text).toContain('From 02:54 to 11:50 the gas price of the blocks goes from 79 to 1,352')
    expect(text).toContain('07:01 Gas rises from 305 to 1,352 gwei within 19 minutes.')
    expect(text).toContain('WETH goes down from $1,846 to $1,789, depth from $147 M to $88 M.')
    expect(text).toContain('07:04 The model reacts. Aggressiveness falls from')
    expect(listHints(stdout)).toEqual([
      ['--from', '06:50', '--to', '07:50', '--every', '2m'],
      ['--nav', '1000000'],
      ['--policy', 'docs/examples/thin-is-not-dear.yaml'],
    ])
  })

  test('behavior: a chain whose coin is not the asset: gas at its own price, under its own fee rule', async () => {
    const args = ['--market', 'polygon-2023-08-17', '--from', '21:20', '--to', '22:20']
    const { stdout } = await runCommand('replay', ...args)
    const text = stdout.replaceAll(/\s+/g, ' ')
    expect(text).toContain('gas is paid in MATIC, at an assumed $0.55.')
    expect(text).toContain('Gas rises from 54 to 9,558 gwei')
    expect(text).toContain('WETH goes down from $1,715 to')
    const { rows, policy, market } = await replayJson(...args)
    expect(market).toBe('polygon-2023-08-17')
    expect(policy).toMatchObject({ poolFeePips: '500', baseFeeDenominator: '16' })
    for (const { observation } of rows) expect(observation.nativePriceUsd6).toBe('550000')
  })

  test('behavior: every hint works as printed, and keeps to what was asked', async () => {
    const policy = write('a policy.yaml', 'policy: { viscosity: 0 }')
    const { stdout } = await runCommand('replay', '--policy', policy, '--nav', '5000000')
    const hints = listHints(stdout)
    expect(hints).toContainEqual(['--nav', '1000000', '--policy', policy])
    for (const hint of hints) {
      const { status, stderr } = await runCommand('replay', ...hint)
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    }
  })

  test('behavior: 80 columns at most, whatever the portfolio is', async () => {
    for (const nav of ['1', '9999999999999']) {
      const { stdout } = await runCommand('replay', '--nav', nav, '--every', '24h')
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    }
  })

  test('behavior: the model reacts to the shock within three segments, and all figures are computed', async () => {
    const core = await loadCore()
    const { rows, policy, ...rest } = await replayJson(
      '--from',
      '07:02',
      '--to',
      '07:08',
      '--every',
      '2m',
    )
    expect(rest).toMatchObject({ market: 'ethereum-2022-05-12', core: core.hash })
    expect(rows).toHaveLength(4)
    for (const { observation, target } of rows) {
      const row = parseRow({ observation, policy })
      const strings = Object.entries(core.evaluate(row.observation, row.policy))
      expect(target).toEqual(Object.fromEntries(strings.map(([name, value]) => [name, `${value}`])))
    }
    const [first, last] = [rows[0]?.target, rows.at(-1)?.target]
    expect(Number(last?.aggressivenessPips)).toBeLessThan(0.8 * Number(first?.aggressivenessPips))
    expect(Number(last?.bandPips)).toBeGreaterThan(1.15 * Number(first?.bandPips))
  })

  test('behavior: from, to and every choose the rows', async () => {
    const { stdout } = await runCommand('replay', '--from=09:00', '--to=11:00', '--every=1h')
    const times = stdout.match(/^ ?\d\d:\d\d/gm)?.map((time) => time.trim())
    expect(times).toEqual(expect.arrayContaining(['09:00', '10:00', '11:00']))
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /No shock in this time: gas stays at \d+ to \d+ gwei, the band at/,
    )
    const range = ['--from', '2022-05-12T08:00', '--to', '12:00', '--every', '2m']
    const { rows } = await replayJson(...range)
    expect(rows).toHaveLength(116)
  })

  test('behavior: a smaller portfolio has a wider band, another policy other answers', async () => {
    const band = async (...args: string[]) =>
      Number((await replayJson('--to', '03:00', ...args)).rows[0]?.target.bandPips)
    const base = await band()
    expect(await band('--nav', '1000000.50')).toBeGreaterThan(base)
    const policy = write('policy.yaml', 'policy: { viscosity: 0 }')
    expect(await band('--policy', policy)).toBeLessThan(base)
  })

  test('behavior: a draft as `propose` takes it is a policy too', async () => {
    const draft = 'governance/examples/policy.yaml'
    const { policy } = await replayJson('--to', '03:00', '--policy', draft)
    const { policy: example } = await replayJson('--to', '03:00')
    expect(policy).not.toEqual(example)
  })

  test('behavior: what a draft does not name stays the example of the market', async () => {
    const policy = write('policy.yaml', 'policy: { viscosity: 0 }')
    const args = ['--market', 'polygon-2023-08-17', '--to', '01:00', '--policy', policy]
    const replay = await replayJson(...args)
    expect(replay.policy).toMatchObject({ baseFeeDenominator: '16', viscosityE4: '0' })
  })

  test('behavior: replays any folder', async () => {
    const folder = join(import.meta.dirname, '../../../market/shipped/ethereum-2022-05-12')
    const { rows } = await replayJson('--market', folder, '--to', '03:00')
    expect(rows.length).toBeGreaterThan(0)
  })

  const wrongPolicy = (text: string) => ['--policy', write('policy.yaml', text)]
  const cases: [name: string, args: string[], status: number, message: RegExp][] = [
    ['a time that is none', ['--from', '9:00'], 2, /--from is 9:00; give a time/],
    ['a time after the day', ['--to', '24:02'], 2, /--to is 24:02; give a time/],
    ['minutes that are none', ['--to', '12:60'], 2, /--to is 12:60; give a time/],
    ['a day that is none', ['--to', '2022-13-01'], 2, /--to is 2022-13-01; give a time/],
    ['an end before the beginning', ['--from', '10:00', '--to', '09:00'], 2, /not before --to/],
    [
      'a time without observation',
      ['--to', '02:50'],
      2,
      /no observation in this time; they go from 2022-05-12 02:54 to\s+2022-05-12\s+11:50/,
    ],
    ['an odd distance', ['--every', '3m'], 2, /--every is 3m; give a time/],
    ['no distance', ['--every', '0m'], 2, /--every is 0m; give a time/],
    ['a portfolio in words', ['--nav', 'much'], 2, /--nav is much; give dollars/],
    ['a portfolio of nothing', ['--nav', '0'], 1, /navUsd6 is 0, allowed are 1 to/],
    ['no policy file', ['--policy', 'nowhere.yaml'], 2, /nowhere.yaml: cannot be read \(ENOENT\)/],
    ['an unknown field', wrongPolicy('policy: { gamma: 1 }'), 1, /gamma/],
    ['a value out of domain', wrongPolicy('policy: { viscosity: 9 }'), 1, /viscosity/],
    [
      'a draft that votes another model',
      ['--policy', 'governance/examples/model.yaml'],
      2,
      /a model of its own, which is not here to be\s+run/,
    ],
    ['no market', ['--market', 'nowhere'], 1, /nowhere: is neither a folder/],
    ['a market without a pool', ['--market', 'carry-2023'], 1, /no partition with a pool/],
    ['an unknown option', ['--speed', '9'], 2, /speed/],
  ]
  test.each(cases)('error: %s', async (_name, args, status, message) => {
    const outcome = await runCommand('replay', ...args)
    expect(outcome).toMatchObject({ status, stdout: '' })
    expect(outcome.stderr).toMatch(message)
    expect(outcome.stderr).not.toMatch(/\n +at /)
  })
})
