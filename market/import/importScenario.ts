import { writeTextFile } from '../../files/writeTextFile.ts'
import { ScenarioFileError, ScenarioGapError } from '../errors.ts'
import { formatMinute } from '../formatMinute.ts'
import { MINUTE_SEC, type Minute } from '../minute.ts'
import { computeStart } from '../observations.ts'
import { encodeScenario, type Scenario } from '../scenarioTable.ts'
import { type GasMinute, type PoolMinute, readGasFile, readPoolFile } from './recordedFiles.ts'

const DAY_SEC = 86_400n

/** What to import. Files are CSV, plain or gzipped. */
export interface ImportOptions {
  poolFile: string
  gasFile: string
  /** UTC, as 2023-08-17. */
  day: string
  /** What was recorded, by whom, and the licence; one line. */
  source: string
  /** The second, modulo 120, at which segments begin; 0 to 119; without it 0. */
  segmentOffsetSec?: number
}

/**
 * Builds a scenario from a pool's record and a record of the gas price. Every line of both files is
 * checked; the day must be whole in both. What the pool's file holds before the day gives the
 * averages that the day starts from: there a missing minute is carried over, as the index would do.
 *
 * @throws ScenarioFileError, ScenarioColumnsError, ScenarioRowError, ScenarioGapError
 */
export function importScenario({
  poolFile,
  gasFile,
  day,
  source,
  segmentOffsetSec = 0,
}: ImportOptions): Scenario {
  const dayAt = BigInt(Date.parse(`${day}T00:00:00Z`) / 1000)
  const pool = readPoolFile(poolFile)
  const gas = readGasFile(gasFile)
  const poolDay = selectDay(poolFile, 'timestamp', pool, dayAt)
  const gasDay = selectDay(gasFile, 'block_timestamp', gas, dayAt)

  const before = pool.filter((minute) => minute.minuteAt < dayAt)
  const start = computeStart(before, segmentOffsetSec)
  if (start === undefined) {
    const reason = `holds no whole hour and the two minutes before it, ahead of ${day}; give a record that begins some days earlier`
    throw new ScenarioFileError(poolFile, reason)
  }
  return {
    day,
    source,
    warmUpRecord: describeRecord(before, dayAt),
    start,
    minutes: poolDay.map((minute, index) => joinMinute(minute, gasDay[index] as GasMinute)),
  }
}

function joinMinute({ line: _line, ...minute }: PoolMinute, { baseFeePerGas }: GasMinute): Minute {
  return { ...minute, baseFeePerGas }
}

/** The 1,440 minutes of a day. */
function selectDay<Item extends { minuteAt: bigint; line: number }>(
  file: string,
  field: string,
  minutes: readonly Item[],
  dayAt: bigint,
): Item[] {
  const selected = minutes.filter(({ minuteAt }) => minuteAt >= dayAt && minuteAt < dayAt + DAY_SEC)
  let expectedAt = dayAt
  for (const { minuteAt, line } of selected) {
    if (minuteAt !== expectedAt) {
      const [got, expected] = [formatMinute(minuteAt), formatMinute(expectedAt)]
      throw new ScenarioGapError(file, line, field, got, expected)
    }
    expectedAt += MINUTE_SEC
  }
  if (expectedAt !== dayAt + DAY_SEC) {
    const missing = formatMinute(expectedAt)
    const line = (selected.at(-1) ?? minutes.at(-1))?.line ?? 1
    throw new ScenarioGapError(file, line + 1, field, 'not there', missing)
  }
  return selected
}

function describeRecord(minutes: readonly PoolMinute[], dayAt: bigint): string {
  const firstAt = minutes[0]?.minuteAt ?? dayAt
  const missing = (dayAt - firstAt) / MINUTE_SEC - BigInt(minutes.length)
  const from = formatMinute(firstAt)
  return `${from} to ${formatMinute(dayAt)} UTC, ${minutes.length} minutes, ${missing} missing`
}

/** Writes a scenario, as `writeTextFile` does. @throws FileError if it cannot be written. */
export async function writeScenario(file: string, scenario: Scenario): Promise<void> {
  await writeTextFile(file, encodeScenario(scenario))
}
