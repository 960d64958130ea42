import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readScenario } from '../../../market/scenarioTable.ts'
import { changeValue, writeRecordedFiles } from '../../market/support/recordedFiles.ts'
import { runCommand } from '../support/runCommand.ts'

const importArgs = (files: { poolFile: string; gasFile: string; outFile: string }) => [
  'scenario',
  'import',
  ...['--pool', files.poolFile],
  ...['--gas', files.gasFile],
  ...['--date', '2023-08-17'],
  ...['--output', files.outFile],
]

const recordArgs = [
  ...['scenario', 'record', '--rpc', 'http://127.0.0.1:9', '--pool', `0x${'1'.repeat(40)}`],
  ...['--from', '2023-08-17T21:30', '--to', '2023-08-17T21:40'],
]

describe('gimbal scenario', () => {
  test('default: writes the table and says what is in it', async () => {
    const files = writeRecordedFiles()
    const { status, stdout } = await runCommand(...importArgs(files), '--source', 'own record')
    expect(status).toBe(0)
    const { minutes, start, source } = readScenario(files.outFile)
    expect(source).toBe('own record')
    expect(JSON.parse(stdout)).toEqual({
      file: files.outFile,
      day: '2023-08-17',
      minutes: minutes.length,
      warmUpRecord: '2023-08-16 22:00 to 2023-08-17 00:00 UTC, 120 minutes, 0 missing',
      start: {
        segmentOffsetSec: 0,
        startVarianceWad: `${start.startVarianceWad}`,
        startDepthRefUsd6: `${start.startDepthRefUsd6}`,
      },
    })
  })

  test('error: segments begin where it is told, so that two hours may hold no whole one', async () => {
    const files = writeRecordedFiles()
    const { status, stderr } = await runCommand(...importArgs(files), '--segment-offset', '11')
    expect(status).toBe(1)
    expect(stderr).toContain('holds no whole hour and the two minutes before it')
  })

  test('behavior: what was imported can be replayed', async () => {
    const files = writeRecordedFiles()
    await runCommand(...importArgs(files))
    const { status, stdout } = await runCommand('replay', '--scenario', files.outFile)
    expect(status).toBe(0)
    expect(stdout).toContain('2023-08-17: Uniswap v3 USDC/WETH 0.05 % on Polygon; zelos-alpha')
  })

  test('error: a broken record is named by file, line and field, and the old table stays', async () => {
    const files = writeRecordedFiles()
    await runCommand(...importArgs(files))
    const before = readFileSync(files.outFile, 'utf8')
    const broken = writeRecordedFiles({ pool: changeValue(700, 9, '-1') })
    const { status, stdout, stderr } = await runCommand(
      ...importArgs({ ...broken, outFile: files.outFile }),
    )
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(`${broken.poolFile}, line 700, field currentLiquidity: is -1; allowed`)
    expect(readFileSync(files.outFile, 'utf8')).toBe(before)
  })

  const cases: [name: string, args: string[], message: RegExp][] = [
    ['no action', ['scenario'], /no action given; give one of import, record/],
    [
      'another action',
      ['scenario', 'export'],
      /unknown action export; did you mean import\? Give one of import, record/,
    ],
    ['no pool', ['scenario', 'import'], /--pool is missing/],
    ['no gas', ['scenario', 'import', '--pool', 'a'], /--gas is missing/],
    ['no date', ['scenario', 'import', '--pool', 'a', '--gas', 'b'], /--date is missing/],
    [
      'a date that is none',
      ['scenario', 'import', '--pool', 'a', '--gas', 'b', '--date', '2023-02-30'],
      /--date is 2023-02-30; give a day/,
    ],
    [
      'a source of two lines',
      ['scenario', 'import', '--pool=a', '--gas=b', '--date=2023-08-17', '--source', 'x\ny'],
      /source has several lines/,
    ],
    [
      'an option of the other action',
      ['scenario', 'record', '--gas', 'a'],
      /record takes no --gas/,
    ],
    ['no node', ['scenario', 'record'], /--rpc is missing/],
    [
      'a node that is none',
      ['scenario', 'record', '--rpc', 'node'],
      /the value of --rpc is no http/,
    ],
    ['a pool that is none', [...recordArgs, '--pool=0x1'], /--pool is 0x1, no address/],
    ['an offset that is none', [...recordArgs, '--segment-offset=120'], /--segment-offset is 120/],
    ['a time that is none', [...recordArgs, '--from=noon'], /--from is noon; give a time/],
    ['times that end early', [...recordArgs, '--to=2023-08-16'], /--to is .*, not after --from/],
  ]
  test.each(cases)('error: %s', async (_name, args, message) => {
    const { status, stderr } = await runCommand(...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(existsSync('scenario-2023-08-17.csv')).toBe(false)
  })
})
