import { type CsvRow, readCsvFile, readInteger } from '../csvFile.ts'
import { ScenarioGapError, ScenarioRowError } from '../errors.ts'
import { formatMinute } from '../formatMinute.ts'
import {
  MAX_BASE_FEE_PER_GAS,
  MAX_I128,
  MAX_TICK,
  MAX_U128,
  MINUTE_SEC,
  type Minute,
} from '../minute.ts'

/** A minute of the pool's record, with the line it stands on. */
export type PoolMinute = Omit<Minute, 'baseFeePerGas'> & { line: number }

/** A minute of the gas record. */
export type GasMinute = Pick<Minute, 'minuteAt' | 'baseFeePerGas'> & { line: number }

const poolColumns = [
  'timestamp',
  'netAmount0',
  'netAmount1',
  'closeTick',
  'openTick',
  'lowestTick',
  'highestTick',
  'inAmount0',
  'inAmount1',
  'currentLiquidity',
] as const

const gasColumns = ['block_timestamp', 'gas_price'] as const

/**
 * Reads a pool's record by the minute, as demeter (zelos-alpha/demeter) writes it. Times rise and
 * are whole minutes; minutes may be missing.
 *
 * @throws ScenarioFileError, ScenarioColumnsError, ScenarioRowError, ScenarioGapError
 */
export function readPoolFile(file: string): PoolMinute[] {
  const minutes = readCsvFile(file, poolColumns).rows.map((row): PoolMinute => {
    const lowestTick = readInteger(row, 'lowestTick', -MAX_TICK, MAX_TICK)
    return {
      line: row.line,
      minuteAt: readMinuteAt(row, 'timestamp'),
      netAmount0: readInteger(row, 'netAmount0', -MAX_I128, MAX_I128),
      netAmount1: readInteger(row, 'netAmount1', -MAX_I128, MAX_I128),
      closeTick: readInteger(row, 'closeTick', -MAX_TICK, MAX_TICK),
      openTick: readInteger(row, 'openTick', -MAX_TICK, MAX_TICK),
      lowestTick,
      highestTick: readInteger(row, 'highestTick', lowestTick, MAX_TICK),
      inAmount0: readInteger(row, 'inAmount0', 0n, MAX_U128),
      inAmount1: readInteger(row, 'inAmount1', 0n, MAX_U128),
      liquidity: readInteger(row, 'currentLiquidity', 0n, MAX_U128),
    }
  })
  requireRising(file, minutes, 'timestamp')
  return minutes
}

/**
 * Reads a record of the gas price by the minute, in gwei.
 *
 * @throws ScenarioFileError, ScenarioColumnsError, ScenarioRowError, ScenarioGapError
 */
export function readGasFile(file: string): GasMinute[] {
  const minutes = readCsvFile(file, gasColumns).rows.map(
    (row): GasMinute => ({
      line: row.line,
      minuteAt: readMinuteAt(row, 'block_timestamp'),
      baseFeePerGas: readGwei(row),
    }),
  )
  requireRising(file, minutes, 'block_timestamp')
  return minutes
}

/** `2023-08-17 21:34:00`, UTC, to unix seconds. */
function readMinuteAt<Column extends string>(row: CsvRow<Column>, field: Column): bigint {
  const text = row.values[field]
  const isForm = /^\d{4}-\d\d-\d\d \d\d:\d\d:00$/.test(text)
  const milliseconds = isForm ? Date.parse(`${text.replace(' ', 'T')}Z`) : Number.NaN
  if (Number.isNaN(milliseconds)) {
    const allowed = 'a whole minute of UTC as 2023-08-17 21:34:00'
    throw new ScenarioRowError(row.file, row.line, field, text, allowed)
  }
  return BigInt(milliseconds / 1000)
}

/** The decimal's digits as they stand, no floating point; to the nearest wei, half up. */
function readGwei(row: CsvRow<(typeof gasColumns)[number]>): bigint {
  const text = row.values.gas_price
  const digits = /^(\d{1,9})(?:\.(\d{1,40}))?$/.exec(text)
  const fraction = (digits?.[2] ?? '').padEnd(10, '0')
  const tenthsOfWei = digits ? BigInt(`${digits[1]}${fraction.slice(0, 10)}`) : 0n
  const wei = (tenthsOfWei + 5n) / 10n
  if (wei < 1n || wei > MAX_BASE_FEE_PER_GAS) {
    const allowed = 'a decimal number of gwei above 0, up to 100000'
    throw new ScenarioRowError(row.file, row.line, 'gas_price', text, allowed)
  }
  return wei
}

function requireRising(
  file: string,
  minutes: readonly { minuteAt: bigint; line: number }[],
  field: string,
): void {
  for (const [index, { minuteAt, line }] of minutes.entries()) {
    const previousAt = minutes[index - 1]?.minuteAt
    if (previousAt !== undefined && minuteAt <= previousAt) {
      const expected = `${formatMinute(previousAt + MINUTE_SEC)} or later`
      throw new ScenarioGapError(file, line, field, formatMinute(minuteAt), expected)
    }
  }
}
