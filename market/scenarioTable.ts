import { type CsvRow, readCsvFile, readInteger } from './csvFile.ts'
import { ScenarioFileError, ScenarioGapError, ScenarioRowError } from './errors.ts'
import { formatMinute } from './formatMinute.ts'
import {
  MAX_BASE_FEE_PER_GAS,
  MAX_I128,
  MAX_TICK,
  MAX_U128,
  MINUTE_SEC,
  type Minute,
} from './minute.ts'
import type { SourceStart } from './segments.ts'

/** A recorded day as the project keeps it: one plain CSV file. */
export interface Scenario {
  /** Day of the first minute, UTC, as 2023-08-17. */
  day: string
  /** What was recorded, by whom, and the licence. */
  source: string
  /** The days before, from which the start figures were computed. */
  warmUpRecord: string
  /**
   * Where segments begin, and the averages as the record begins. A market whose source is voted with these fields
   * (`{ ...source, ...scenario.start }`) continues the same history as `computeObservations` does.
   */
  start: SourceStart
  /** Without gaps, in order of time. */
  minutes: Minute[]
}

const columns = [
  'minuteAt',
  'baseFeePerGas',
  'closeTick',
  'lowestTick',
  'highestTick',
  'openTick',
  'liquidity',
  'inAmount0',
  'inAmount1',
  'netAmount0',
  'netAmount1',
] as const satisfies readonly (keyof Minute)[]

const units = [
  'One row a minute. minuteAt: its beginning, unix seconds. baseFeePerGas: recorded gas price, wei.',
  'Ticks: log base 1.0001 of token1 for one token0, raw units. liquidity: in range, at the end of the minute.',
  'Amounts: raw units; in: paid in by traders; net: gained by the pool. token0 USDC (1e6), token1 WETH (1e18).',
  'Segments begin at segmentOffsetSec modulo 120. startVarianceWad (1e18 = 1 a year) and startDepthRefUsd6 (1e6 = $1):',
  'the averages as the record begins, for the source of a market that plays it.',
]

/** The file's text. */
export function encodeScenario(scenario: Scenario): string {
  const { day, source, warmUpRecord, start, minutes } = scenario
  const header = [
    'Gimbal scenario',
    `day: ${day}`,
    `source: ${source}`,
    `warmUpRecord: ${warmUpRecord}`,
    `segmentOffsetSec: ${start.segmentOffsetSec}`,
    `startVarianceWad: ${start.startVarianceWad}`,
    `startDepthRefUsd6: ${start.startDepthRefUsd6}`,
    ...units,
  ]
  const rows = minutes.map((minute) => columns.map((column) => minute[column]).join(','))
  return [...header.map((line) => `# ${line}`), columns.join(','), ...rows, ''].join('\n')
}

/**
 * Reads a scenario.
 *
 * @throws ScenarioFileError if the file cannot be read, was cut off or its header lacks a value.
 * @throws ScenarioColumnsError, ScenarioRowError, ScenarioGapError
 */
export function readScenario(file: string): Scenario {
  const { header, rows } = readCsvFile(file, columns)
  const minutes = rows.map(readMinute)
  const [first] = minutes
  if (first === undefined) throw new ScenarioFileError(file, 'holds no minute; give a whole file')
  for (const [index, { minuteAt }] of minutes.entries()) {
    const expected = first.minuteAt + BigInt(index) * MINUTE_SEC
    if (minuteAt !== expected) {
      const line = rows[index]?.line ?? 0
      throw new ScenarioGapError(file, line, 'minuteAt', `${minuteAt}`, `${expected}`)
    }
  }
  return {
    day: formatMinute(first.minuteAt).slice(0, 10),
    source: readHeader(file, header, 'source', /./),
    warmUpRecord: readHeader(file, header, 'warmUpRecord', /./),
    start: {
      segmentOffsetSec: Number(readHeader(file, header, 'segmentOffsetSec', OFFSET)),
      startVarianceWad: BigInt(readHeader(file, header, 'startVarianceWad', /^\d{1,19}$/)),
      startDepthRefUsd6: BigInt(readHeader(file, header, 'startDepthRefUsd6', /^\d{1,19}$/)),
    },
    minutes,
  }
}

/** 0 to 119. */
const OFFSET = /^(\d{1,2}|1[01]\d)$/

/** The year 9999: what a date can be written for. */
const MAX_MINUTE_AT = 253_402_300_799n

function readMinute(row: CsvRow<(typeof columns)[number]>): Minute {
  const lowestTick = readInteger(row, 'lowestTick', -MAX_TICK, MAX_TICK)
  const minuteAt = readInteger(row, 'minuteAt', 0n, MAX_MINUTE_AT)
  if (minuteAt % MINUTE_SEC !== 0n) {
    throw new ScenarioRowError(row.file, row.line, 'minuteAt', `${minuteAt}`, 'a multiple of 60')
  }
  return {
    minuteAt,
    baseFeePerGas: readInteger(row, 'baseFeePerGas', 1n, MAX_BASE_FEE_PER_GAS),
    closeTick: readInteger(row, 'closeTick', -MAX_TICK, MAX_TICK),
    lowestTick,
    highestTick: readInteger(row, 'highestTick', lowestTick, MAX_TICK),
    openTick: readInteger(row, 'openTick', -MAX_TICK, MAX_TICK),
    liquidity: readInteger(row, 'liquidity', 0n, MAX_U128),
    inAmount0: readInteger(row, 'inAmount0', 0n, MAX_U128),
    inAmount1: readInteger(row, 'inAmount1', 0n, MAX_U128),
    netAmount0: readInteger(row, 'netAmount0', -MAX_I128, MAX_I128),
    netAmount1: readInteger(row, 'netAmount1', -MAX_I128, MAX_I128),
  }
}

function readHeader(file: string, header: string[], key: string, form: RegExp): string {
  const line = header.find((text) => text.startsWith(`${key}: `))
  const value = line?.slice(key.length + 2) ?? ''
  if (form.test(value)) return value
  throw new ScenarioFileError(
    file,
    `header ${key} is ${value || 'missing'}; write the file again with \`gimbal scenario\``,
  )
}
