import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listShippedMarkets } from '../../../market/files/openMarket.ts'
import { unseen } from '../../integration/support/hostileTexts.ts'
import { makeFolder } from '../../market/support/makeFolder.ts'
import { recordedFile } from '../../market/support/recordedFile.ts'
import { runCommand } from '../support/runCommand.ts'

const importPool = (folder: string, ...more: string[]) =>
  runCommand(
    ...[
      'market',
      'import',
      '--format',
      'pool-minutes',
      '--file',
      recordedFile('poolMinutes-spike'),
    ],
    ...['--output', folder, '--asset', 'WETH', '--chain', 'polygon', ...more],
  )

describe('gimbal market', () => {
  test('default: list names the shipped markets and the formats', async () => {
    const { status, stdout } = await runCommand('market', 'list')
    expect(status).toBe(0)
    for (const name of listShippedMarkets()) expect(stdout).toContain(`  ${name} `)
    expect(stdout).toContain('  spot-perp-funding  ')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    const { markets, formats } = JSON.parse((await runCommand('market', 'list', '--json')).stdout)
    expect(markets.map(({ name }: { name: string }) => name)).toEqual(listShippedMarkets())
    expect(formats).toHaveLength(11)
  })

  test('default: describe shows a market on one screen', async () => {
    const { status, stdout } = await runCommand('market', 'describe', 'ethereum-2022-05-12')
    expect(status).toBe(0)
    expect(stdout).toMatch(/block {7}2022-05-12 02:23 to 2022-05-12 11:50 UTC, 2,400 rows, no gaps/)
    expect(stdout).toMatch(/gas, gwei +79.26 +1,352 +235.11 {2}[▁-█]{24}/)
    expect(stdout).toMatch(/WETH, USD +1,7\d\d +2,1\d\d/)
    expect(stdout).toContain('Assumed or left out:')
    const json = await runCommand('market', 'describe', 'ethereum-2022-05-12', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      format: 'gimbal-market/1',
      dataHash: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      figures: [{ name: 'gas', unit: 'gwei' }, { name: 'WETH' }, { name: 'depth' }],
    })
  })

  test('behavior: import says what it wrote and warns; check repeats the warnings with status 0', async () => {
    const folder = join(makeFolder(), 'polygon')
    const pool = await importPool(folder, '--fee', '0.05%')
    expect(pool.status).toBe(0)
    expect(pool.stdout).toMatch(/warning {2}spike, .*\n.*the price went away and came back/)
    expect(pool.stdout).toMatch(
      /pool {8}2023-08-17 20:21 to 2023-08-17 22:00 UTC, 100 rows, every 1 min/,
    )
    const gas = [
      'market',
      'import',
      '--format',
      'gas-minutes',
      '--file',
      recordedFile('gasMinutes'),
    ]
    const refused = await runCommand(...gas, '--output', folder)
    expect(refused).toMatchObject({ status: 1, stdout: '' })
    expect(refused.stderr).toMatch(
      /gas is paid in MATIC, the market is of WETH, .* give --native-price/,
    )
    const added = await runCommand(...gas, '--output', folder, '--native-price', '0.55', '--json')
    expect(JSON.parse(added.stdout)).toMatchObject({ added: [{ kind: 'gas', rows: 40 }] })
    const checked = await runCommand('market', 'check', folder)
    expect(checked.status).toBe(0)
    expect(checked.stdout).toMatch(
      /polygon: 140 rows in 2 partitions; can be used, \d warnings?\n$/,
    )
  })

  test('behavior: check ends with status 1 for a market that is refused', async () => {
    const folder = join(makeFolder(), 'dvol')
    const file = recordedFile('volatility')
    await runCommand(
      'market',
      'import',
      '--format',
      'volatility',
      '--file',
      file,
      '--output',
      folder,
    )
    const { status, stdout } = await runCommand('market', 'check', folder)
    expect(status).toBe(1)
    expect(stdout).toMatch(/^REFUSED {2}no-price\n/)
    expect(stdout).toMatch(/refused for 1 reason, 2 warnings\n$/)
    const json = JSON.parse((await runCommand('market', 'check', folder, '--json')).stdout)
    expect(json).toMatchObject({ isRefused: true, findings: [{ name: 'no-price' }, {}, {}] })
  })

  test('behavior: a file in local time is taken with the zone that the refusal names', async () => {
    const folder = join(makeFolder(), 'carry')
    const args = [
      ...[
        'market',
        'import',
        '--format',
        'spot-perp-funding',
        '--venue',
        'binance',
        '--asset',
        'ETH',
      ],
      ...['--file', recordedFile('spotPerpFunding-autumn'), '--output', folder],
    ]
    const refused = await runCommand(...args)
    expect(refused.status).toBe(1)
    const zone = /--zone (\S+)/.exec(refused.stderr)?.[1] ?? ''
    expect(zone).toBe('Europe/London')
    expect((await runCommand(...args, '--zone', zone)).status).toBe(0)
  })

  test('behavior: start figures of a record, up to a time', async () => {
    const args = ['market', 'start-figures', 'ethereum-2022-05-12', '--at', '2022-05-12T08:00']
    const { status, stdout } = await runCommand(...args)
    expect(status).toBe(0)
    expect(stdout).toMatch(/startVarianceWad {3}\d+ {3}\(volatility \d+\.\d % a year\)/)
    expect(stdout).toContain('Made of segments of 120 s')
    const { start } = JSON.parse((await runCommand(...args, '--json')).stdout)
    expect(stdout).toContain(`startDepthRefUsd6  ${start.startDepthRefUsd6} `)
  })

  test("behavior: a stranger's texts in market.json are shown on lines of 80 drawn characters", async () => {
    const folder = join(makeFolder(), 'day')
    await importPool(folder)
    const file = join(folder, 'market.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8'))
    const hostile = `\u001b[31mred\u202e ${'x'.repeat(500)}`
    const venue = { ...manifest.venue, name: hostile, asset: hostile }
    const changed = { ...manifest, venue, title: hostile, source: hostile, assumptions: [hostile] }
    writeFileSync(file, JSON.stringify(changed))
    const { status, stdout } = await runCommand('market', 'describe', folder)
    expect(status).toBe(0)
    expect(stdout).not.toMatch(unseen)
    const lines = stdout.split('\n').filter((line) => !line.includes(folder))
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(87)
  })

  const recordArgs = [
    ...['market', 'record', '--rpc', 'http://127.0.0.1:9', '--pool', `0x${'1'.repeat(40)}`],
    ...['--from', '2023-08-17T21:30', '--to', '2023-08-17T21:40', '--output', 'never-made'],
  ]
  const importArgs = [
    'market',
    'import',
    '--format',
    'exchange',
    '--file',
    'a',
    '--output',
    'never-made',
  ]
  const cases: [name: string, args: string[], message: RegExp][] = [
    ['no action', ['market'], /no action given; give one of list, describe, check, import/],
    ['an action that is none', ['market', 'chek'], /unknown action chek; did you mean check\?/],
    ['no market', ['market', 'check'], /no market given; name a folder/],
    ['a market for list', ['market', 'list', 'x'], /list takes no market; leave it out/],
    ['an option of another action', ['market', 'check', 'x', '--rpc', 'y'], /check takes no --rpc/],
    ['no format', ['market', 'import'], /no format given; give one of blocks, pool-minutes/],
    ['no file', importArgs.toSpliced(4, 2), /--file is missing/],
    ['no output', importArgs.slice(0, 6), /--output is missing/],
    [
      'a zone that is none',
      [...importArgs, '--zone', 'London'],
      /--zone is London, which is no time/,
    ],
    [
      'a fee without a unit',
      [...importArgs, '--fee', '0.3'],
      /--fee is 0.3; give a share from 0% to/,
    ],
    ['a depth of nothing', [...importArgs, '--depth', '0'], /--depth is 0; give dollars above 0/],
    ['a block time that is none', [...importArgs, '--block-time', '-1'], /--block-time|ambiguous/],
    ['a form that is none', [...importArgs, '--as', 'xls'], /unknown form xls; give one of csv/],
    ['no node', ['market', 'record'], /--rpc is missing/],
    ['a node that is none', ['market', 'record', '--rpc', 'node'], /the value of --rpc is no http/],
    ['a pool that is none', [...recordArgs, '--pool=0x1'], /--pool is 0x1, no address/],
    ['an offset that is none', [...recordArgs, '--segment-offset=120'], /--segment-offset is 120/],
    ['a time that is none', [...recordArgs, '--from=noon'], /--from is noon; give a time/],
    ['times that end early', [...recordArgs, '--to=2023-08-16'], /--to is .*, not after --from/],
  ]
  test.each(cases)('error: %s', async (_name, args, message) => {
    const { status, stderr } = await runCommand(...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(existsSync('never-made')).toBe(false)
  })

  test('error: a market that is nowhere', async () => {
    const { status, stderr } = await runCommand('market', 'describe', 'etherum-2022-05-12')
    expect(status).toBe(1)
    expect(stderr).toMatch(/did you mean ethereum-2022-05-12\?/)
  })
})
