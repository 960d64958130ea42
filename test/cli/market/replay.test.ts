import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadCore, parseRow } from '../../../core/index.ts'
import { encodeScenario } from '../../../market/scenarioTable.ts'
import { createMinutes, createStart } from '../../market/support/createMinutes.ts'
import { runCommand } from '../support/runCommand.ts'

interface JsonReplay {
  day: string
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
  test('default: the recorded day in one table, with sentences in plain words', async () => {
    const { status, stdout, stderr } = await runCommand('replay')
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const lines = stdout.split('\n')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80)
    const rows = lines.filter((line) => /^ ?\d\d:\d\d +[\d,]+ +[\d,]+ +[\d.]+ +[\d.]+ /.test(line))
    expect(rows.length).toBeGreaterThan(50)
    expect(rows.length).toBeLessThanOrEqual(60)
    expect(rows[0]).toMatch(/^ ?00:30 /)
    expect(rows.at(-1)).toMatch(/^ ?24:00 /)
    for (const title of [
      'gwei',
      'ETH',
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
    expect(stdout).toContain('21:34  Gas rises from 54 to 9,558 gwei within 11 minutes')
    expect(stdout).toContain('21:40  The model reacts. Aggressiveness falls from 0.56 to 0.04 %')
    expect(stdout).toContain('the band widens from 1.61 % to 4.61 %')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'the smallest trade rises from 0.29 % to 3.51 %',
    )
    expect(listHints(stdout)).toEqual([
      ['--from', '21:20', '--to', '22:20', '--every', '2m'],
      ['--nav', '1000000'],
      ['--policy', 'docs/examples/thin-is-not-dear.json'],
    ])
  })

  test('behavior: every hint works as printed, and keeps to what was asked', async () => {
    const policy = write('a policy.json', '{ "viscosityE4": "0" }')
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
      '21:34',
      '--to',
      '21:40',
      '--every',
      '2m',
    )
    expect(rest).toMatchObject({ day: '2023-08-17', core: core.hash })
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
    const { stdout } = await runCommand('replay', '--from=04:00', '--to=07:00', '--every=1h')
    expect(stdout.match(/^ ?\d\d:\d\d/gm)?.map((time) => time.trim())).toEqual([
      '04:00',
      '05:00',
      '06:00',
      '07:00',
    ])
    expect(stdout).toMatch(/No shock in this time: gas stays at \d+ to \d+ gwei, the band at/)
    const { rows } = await replayJson('--from', '12:00', '--to', '24:00', '--every', '2m')
    expect(rows).toHaveLength(361)
  })

  test('behavior: a smaller portfolio has a wider band, another policy other answers', async () => {
    const band = async (...args: string[]) =>
      Number((await replayJson('--to', '00:30', ...args)).rows[0]?.target.bandPips)
    const base = await band()
    expect(await band('--nav', '1000000.50')).toBeGreaterThan(base)
    const policy = write('policy.json', '{ "viscosityE4": "0" }')
    expect(await band('--policy', policy)).toBeLessThan(base)
  })

  test('behavior: replays any scenario file', async () => {
    const file = write(
      'calm.csv',
      encodeScenario({
        day: '2023-08-17',
        source: 'a synthetic hour',
        warmUpRecord: 'none',
        start: createStart(),
        minutes: createMinutes(60),
      }),
    )
    const { stdout } = await runCommand('replay', '--scenario', file)
    expect(stdout).toContain('2023-08-17: a synthetic hour')
    expect(stdout.match(/^ ?\d\d:\d\d/gm)?.map((time) => time.trim())).toEqual(['00:30', '01:00'])
  })

  const notes = write('notes.txt', 'no scenario\n')
  const wrongPolicy = (text: string) => ['--policy', write('policy.json', text)]
  const cases: [name: string, args: string[], status: number, message: RegExp][] = [
    ['a time that is none', ['--from', '9:00'], 2, /--from is 9:00; give a time/],
    ['a time after the day', ['--to', '24:02'], 2, /--to is 24:02; give a time/],
    ['minutes that are none', ['--to', '12:60'], 2, /--to is 12:60; give a time/],
    ['an end before the beginning', ['--from', '12:00', '--to', '11:00'], 2, /not before --to/],
    ['a time without observation', ['--to', '00:20'], 2, /no observation in this time/],
    ['an odd distance', ['--every', '3m'], 2, /--every is 3m; give a time/],
    ['no distance', ['--every', '0m'], 2, /--every is 0m; give a time/],
    ['a portfolio in words', ['--nav', 'much'], 2, /--nav is much; give dollars/],
    ['a portfolio of nothing', ['--nav', '0'], 1, /navUsd6 is 0, allowed are 1 to/],
    ['no policy file', ['--policy', 'nowhere.json'], 2, /nowhere.json: cannot be read \(ENOENT\)/],
    ['a policy that is no JSON', wrongPolicy('{'), 2, /policy.json:1: is neither YAML nor JSON/],
    [
      'a policy that is a list',
      wrongPolicy('[]'),
      2,
      /policy.json:1: is a list; give a group of\s+settings/,
    ],
    ['an unknown field', wrongPolicy('{ "gamma": "1" }'), 1, /policy.gamma|gamma is not a known/],
    ['a number that is no string', wrongPolicy('{ "zE4": 1 }'), 1, /zE4 is .*; give a decimal/],
    ['a value out of domain', wrongPolicy('{ "zE4": "100001" }'), 1, /zE4 is 100001, allowed/],
    ['no scenario file', ['--scenario', 'nowhere.csv'], 1, /nowhere.csv: cannot be read/],
    ['no scenario', ['--scenario', notes], 1, /line 1: the columns are no scenario/],
    ['an unknown option', ['--speed', '9'], 2, /speed/],
  ]
  test.each(cases)('error: %s', async (_name, args, status, message) => {
    const outcome = await runCommand('replay', ...args)
    expect(outcome).toMatchObject({ status, stdout: '' })
    expect(outcome.stderr).toMatch(message)
    expect(outcome.stderr).not.toMatch(/\n +at /)
  })
})
