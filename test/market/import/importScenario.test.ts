import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { FileError } from '../../../files/errors.ts'
import {
  ScenarioColumnsError,
  ScenarioFileError,
  ScenarioGapError,
  ScenarioRowError,
} from '../../../market/errors.ts'
import { importScenario, writeScenario } from '../../../market/import/importScenario.ts'
import { DAY_AT } from '../support/createMinutes.ts'
import {
  type ChangeLine,
  changeValue,
  WARM_UP_MINUTES,
  writeRecordedFiles,
} from '../support/recordedFiles.ts'

const day = '2023-08-17'
const source = 'a synthetic record'

function importFrom(files: { poolFile: string; gasFile: string }) {
  return importScenario({ poolFile: files.poolFile, gasFile: files.gasFile, day, source })
}

function catchError(run: () => unknown): Error {
  try {
    run()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

/** Line of the day's first minute in both files. */
const DAY_LINE = WARM_UP_MINUTES + 2

describe('importScenario', () => {
  test('default: joins the minutes of the day, figures as recorded', () => {
    const scenario = importFrom(writeRecordedFiles())
    expect(scenario.minutes).toHaveLength(1_440)
    expect(scenario.minutes[0]).toEqual({
      minuteAt: DAY_AT,
      baseFeePerGas: 50_250_000_000n,
      closeTick: 201_801n,
      lowestTick: 201_800n,
      highestTick: 201_806n,
      openTick: 201_803n,
      liquidity: 780_000_000_000_001_120n,
      inAmount0: 120n,
      inAmount1: 0n,
      netAmount0: -120n,
      netAmount1: 120_000_000_000n,
    })
    expect(scenario.minutes.at(-1)?.minuteAt).toBe(DAY_AT + 86_340n)
    expect(scenario).toMatchObject({ day, source })
    expect(scenario.warmUpRecord).toBe(
      '2023-08-16 22:00 to 2023-08-17 00:00 UTC, 120 minutes, 0 missing',
    )
  })

  test.each([
    ['53.089213505000004', 53_089_213_505n],
    ['0.0000000015', 2n],
    ['0.00000000149', 1n],
    ['7', 7_000_000_000n],
    ['99999.9999999994', 99_999_999_999_999n],
  ])('default: %s gwei are read digit by digit, to the nearest wei', (text, wei) => {
    const files = writeRecordedFiles({ gas: changeValue(DAY_LINE, 1, text) })
    expect(importFrom(files).minutes[0]?.baseFeePerGas).toBe(wei)
  })

  test('behavior: gzipped files give the same', () => {
    const files = writeRecordedFiles()
    const plain = importFrom(files)
    writeFileSync(files.poolFile, gzipSync(readFileSync(files.poolFile)))
    writeFileSync(files.gasFile, gzipSync(readFileSync(files.gasFile)))
    expect(importFrom(files)).toEqual(plain)
  })

  test('behavior: before the day a minute may be missing, and the record says so', () => {
    const files = writeRecordedFiles({ pool: (text, line) => (line === 9 ? undefined : text) })
    expect(importFrom(files).warmUpRecord).toMatch(/119 minutes, 1 missing$/)
  })

  const fieldCases: [file: 'pool' | 'gas', field: string, column: number, value: string][] = [
    ['pool', 'timestamp', 0, '2023-08-17 00:00:30'],
    ['pool', 'timestamp', 0, 'soon'],
    ['pool', 'timestamp', 0, '2023-13-17 00:00:00'],
    ['pool', 'netAmount0', 1, ''],
    ['pool', 'netAmount1', 2, '1.5'],
    ['pool', 'closeTick', 3, '887273'],
    ['pool', 'openTick', 4, '-887273'],
    ['pool', 'lowestTick', 5, '999999'],
    ['pool', 'highestTick', 6, '201799'],
    ['pool', 'inAmount0', 7, '-1'],
    ['pool', 'inAmount1', 8, `${2n ** 128n}`],
    ['pool', 'currentLiquidity', 9, '-5'],
    ['pool', 'currentLiquidity', 9, '1e18'],
    ['gas', 'block_timestamp', 0, '2023-08-17T00:00:00'],
    ['gas', 'gas_price', 1, '0'],
    ['gas', 'gas_price', 1, '-1'],
    ['gas', 'gas_price', 1, 'NaN'],
    ['gas', 'gas_price', 1, '100000.000000001'],
  ]
  test.each(fieldCases)('error: %s file, %s, value %#', (file, field, column, value) => {
    const files = writeRecordedFiles({ [file]: changeValue(DAY_LINE + 3, column, value) })
    const error = catchError(() => importFrom(files)) as ScenarioRowError
    expect(error).toBeInstanceOf(ScenarioRowError)
    expect(error).toMatchObject({ line: DAY_LINE + 3, field, value, code: 'market/scenario-row' })
    expect(error.file).toBe(file === 'pool' ? files.poolFile : files.gasFile)
    expect(error.message).toContain(`${error.file}, line ${DAY_LINE + 3}, field ${field}: is`)
  })

  test('error: a line with too few or too many values', () => {
    const cut: ChangeLine = (text, line) => (line === 5 ? text.slice(0, 30) : text)
    const long: ChangeLine = (text, line) => (line === 5 ? `${text},1` : text)
    for (const pool of [cut, long]) {
      const error = catchError(() => importFrom(writeRecordedFiles({ pool })))
      expect(error).toBeInstanceOf(ScenarioRowError)
      expect(error.message).toMatch(/line 5, field .*allowed is a line of 10 values/)
    }
  })

  test.each(['pool', 'gas'] as const)('error: other columns than those of a %s file', (file) => {
    const swap: ChangeLine = (text, line) => (line === 1 ? `x${text}` : text)
    const error = catchError(() => importFrom(writeRecordedFiles({ [file]: swap })))
    expect(error).toBeInstanceOf(ScenarioColumnsError)
    expect(error.message).toMatch(/line 1: the columns are x\w+,.*; allowed are/)
  })

  const gapCases: [name: string, change: ChangeLine, line: number, expected: string][] = [
    [
      'a missing minute',
      (text, line) => (line === DAY_LINE + 10 ? undefined : text),
      DAY_LINE + 10,
      '2023-08-17 00:11 where 2023-08-17 00:10 must follow',
    ],
    [
      'a missing end',
      (text, line) => (line > DAY_LINE + 1_000 ? undefined : text),
      DAY_LINE + 1_001,
      'not there where 2023-08-17 16:41 must follow',
    ],
    [
      'another day',
      (text, line) => (line >= DAY_LINE ? undefined : text),
      DAY_LINE,
      'not there where 2023-08-17 00:00 must follow',
    ],
    [
      'a minute twice',
      (text, line) => (line === 7 ? `${text}\n${text}` : text),
      8,
      '2023-08-16 22:05 where 2023-08-16 22:06 or later must follow',
    ],
  ]
  test.each(gapCases)('error: %s', (_name, change, line, expected) => {
    for (const file of ['pool', 'gas'] as const) {
      const files = writeRecordedFiles({ [file]: change })
      const error = catchError(() => importFrom(files)) as ScenarioGapError
      expect(error).toBeInstanceOf(ScenarioGapError)
      expect(error.line).toBe(line)
      expect(error.message).toContain(expected)
    }
  })

  test('error: no record before the day', () => {
    const files = writeRecordedFiles({
      pool: (text, line) => (line > 1 && line < DAY_LINE - 30 ? undefined : text),
    })
    expect(() => importFrom(files)).toThrow(
      /holds no whole hour and the two minutes before it, ahead of 2023-08-17/,
    )
  })

  test('error: a file that was cut off, is empty, or is not there', () => {
    const cutting: [(file: string) => void, RegExp][] = [
      [(file) => truncateSync(file, 5_000), /ends in the middle of a line/],
      [(file) => truncateSync(file, 0), /is empty/],
      [(file) => writeFileSync(file, gzipSync(readFileSync(file)).subarray(0, 900)), /is cut off/],
    ]
    for (const [cut, message] of cutting) {
      const files = writeRecordedFiles()
      cut(files.poolFile)
      const error = catchError(() => importFrom(files))
      expect(error).toBeInstanceOf(ScenarioFileError)
      expect(error.message).toMatch(message)
    }
    const files = { ...writeRecordedFiles(), gasFile: 'nowhere/gas.csv' }
    expect(() => importFrom(files)).toThrow(/^nowhere\/gas\.csv: cannot be read/)
  })
})

describe('importScenario of files from elsewhere', () => {
  test('behavior: a byte order mark and line ends of another system make no difference', () => {
    const files = writeRecordedFiles()
    const plain = importFrom(files)
    for (const file of [files.poolFile, files.gasFile]) {
      const text = readFileSync(file, 'utf8')
      const changed = `\ufeff${text.replaceAll('\n', '\r\n')}`
      writeFileSync(file, file === files.gasFile ? gzipSync(changed) : changed)
    }
    expect(importFrom(files)).toEqual(plain)
  })

  test('error: bytes that are no text are named', () => {
    const files = writeRecordedFiles()
    writeFileSync(files.poolFile, Uint8Array.of(0x5a, 0xfc, 0x0a))
    expect(() => importFrom(files)).toThrow('is no text in UTF-8; save it as UTF-8')
  })
})

describe('writeScenario', () => {
  test('behavior: replaces a file and leaves nothing else behind', async () => {
    const files = writeRecordedFiles()
    writeFileSync(files.outFile, 'old')
    await writeScenario(files.outFile, importFrom(files))
    expect(readFileSync(files.outFile, 'utf8')).toMatch(/^# Gimbal scenario\n# day: 2023-08-17\n/)
    expect(readdirSync(files.folder).sort()).toEqual(['gas.csv', 'out.csv', 'pool.csv'])
  })

  test('error: a place that cannot be written is named, and nothing half-written stays', async () => {
    const files = writeRecordedFiles()
    const scenario = importFrom(files)
    mkdirSync(join(files.outFile, 'in-the-way'), { recursive: true })
    for (const file of [files.outFile, join(files.folder, 'nowhere', 'out.csv')]) {
      const failure = await writeScenario(file, scenario).catch((error) => error)
      expect(failure).toBeInstanceOf(FileError)
      expect(failure.message).toMatch(/: (cannot be written|is a folder)/)
    }
    expect(readdirSync(files.folder).sort()).toEqual(['gas.csv', 'out.csv', 'pool.csv'])
  })
})
