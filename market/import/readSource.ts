import { MarketFileError } from '../errors.ts'
import type { PartitionKind } from '../manifest.ts'
import { openCsvTable } from './csvTable.ts'
import { measureStepSec } from './measureStepSec.ts'
import { readBlockTimes } from './readBlockTimes.ts'
import { type ClockTime, readClockTime } from './readClockTime.ts'
import { type Names, RowReader } from './rowReader.ts'
import type { ImportedRow, Pick, RawRow, SourceFormat, TableFormat } from './sourceFormat.ts'
import type { TimeZone } from './timeZone.ts'
import { toTicker } from './toTicker.ts'

/** How a file is to be read. */
export interface SourceOptions {
  format: SourceFormat
  file: string
  /** Of the clock that the file's times were read from, where they do not say it; without it UTC. */
  zone?: TimeZone | undefined
  /** Which series is meant, where the file holds several. */
  picks?: Readonly<Partial<Record<Pick['option'], string>>>
  /** Fee of the pool, 1e6 = 100 %. */
  feePips?: bigint | undefined
  /** A file of headers, for files that have block numbers in place of times. */
  blocksFile?: string | undefined
}

/** A kind of partition out of one file, in the file's order. */
export interface SourceTable {
  kind: PartitionKind
  stepSec: number | undefined
  rows: ImportedRow[]
}

/**
 * Reads a file by its format.
 *
 * @throws MarketFileError, MarketRowError by file, line and column.
 */
export function readSource(options: SourceOptions): SourceTable[] {
  const { format, file, feePips } = options
  const table = openCsvTable(file)
  const row = new RowReader(table)
  const missing = format.needs.filter((names) => row.find(names) === undefined)
  if (missing.length > 0) throw refuseColumns(file, format, missing, table.columns)
  const readTime = createTimeReader(options, row)
  const isPicked = createPicker(options, row)

  const raw: RawRow<unknown>[][] = format.tables.map(() => [])
  for (const line of table.lines()) {
    row.setLine(line)
    if (!isPicked()) continue
    const at = readTime()
    for (const [index, { read }] of format.tables.entries()) {
      const values = read(row)
      if (values !== undefined) raw[index]?.push({ at, line: line.line, raw: values })
    }
  }
  return format.tables.map((each, index) => {
    const { kind, build, stepSec: builtSec } = each as TableFormat<unknown>
    const own = raw[index] ?? []
    const stepSec = format.stepSec === 0 ? undefined : (format.stepSec ?? measureStepSec(own))
    return { kind, stepSec: builtSec ?? stepSec, rows: build(own, { file, stepSec, feePips }) }
  })
}

function refuseColumns(
  file: string,
  { name }: SourceFormat,
  missing: readonly Names[],
  columns: readonly string[],
): MarketFileError {
  const list = missing.map((names) => names.join(' or ')).join('; ')
  const got = columns.filter((column) => column !== '').join(', ')
  const reason = `lacks columns that the format ${name} needs: ${list}; it has ${got}; give another --format, or rename the columns`
  return new MarketFileError(file, reason)
}

function createTimeReader(options: SourceOptions, row: RowReader): () => number {
  const { format, file, zone, blocksFile } = options
  if (row.find(format.time) === undefined) return createBlockTimeReader(options, row)
  if (blocksFile !== undefined) {
    throw new MarketFileError(file, 'has times of its own; leave out --blocks')
  }
  // A clock that is set back shows an hour twice: which one is meant, the row before of the same series tells.
  const before = new Map<string, number>()
  return () => {
    const time = readClockTime(row.text(format.time))
    if (time === undefined) {
      throw row.refuse(
        format.time,
        'a time as 2023-08-17 21:34:00, 2023-08-17T21:34Z or Unix seconds',
      )
    }
    if (zone === undefined) return time.sec
    const series = (format.series ?? []).map((names) => row.text(names)).join('\n')
    const at = toUtc(time, zone, before.get(series) ?? 0, row, format)
    before.set(series, at)
    return at
  }
}

function toUtc(
  { sec, isAbsolute }: ClockTime,
  zone: TimeZone,
  before: number,
  row: RowReader,
  { time }: SourceFormat,
): number {
  if (isAbsolute) {
    throw row.refuse(time, 'a time without a zone where --zone is given; leave out --zone')
  }
  const at = zone.toUtc(sec, before)
  if (at === undefined) {
    throw row.refuse(time, `a time that the clocks of ${zone.name} showed; give another --zone`)
  }
  return at
}

function createBlockTimeReader(options: SourceOptions, row: RowReader): () => number {
  const { format, file, blocksFile } = options
  const { time, blockNumber } = format
  if (blockNumber === undefined || row.find(blockNumber) === undefined) {
    throw new MarketFileError(file, `has no column of times; give one of ${time.join(', ')}`)
  }
  if (blocksFile === undefined) {
    throw new MarketFileError(
      file,
      'has block numbers and no times; give --blocks FILE, a file with the number and the timestamp of each of these blocks',
    )
  }
  const times = readBlockTimes(blocksFile)
  return () => {
    const at = times.get(row.text(blockNumber))
    if (at === undefined) throw row.refuse(blockNumber, `a block that ${blocksFile} has`)
    return at
  }
}

/** Tells whether a line is of the series that is meant. */
function createPicker({ format, file, picks = {} }: SourceOptions, row: RowReader): () => boolean {
  const chosen = (format.picks ?? []).flatMap(({ option, names }) => {
    return row.find(names) === undefined ? [] : [{ option, names, wanted: picks[option] }]
  })
  const known = chosen.map(({ option, names }) => ({ option, ...listValues(file, names) }))
  const wanted = chosen.map(({ option, names, wanted: text }, index) => {
    const values = known[index]?.values ?? []
    const found = values.find((value) => text !== undefined && isSameName(value, text))
    if (found !== undefined) return { names, value: found }
    if (text === undefined && values.length === 1) return { names, value: values[0] as string }
    const reason = text === undefined ? 'holds several series' : `has no ${option} ${text}`
    throw new MarketFileError(file, `${reason}; give --${option}, one of ${values.join(', ')}`)
  })
  return () => wanted.every(({ names, value }) => row.text(names) === value)
}

function isSameName(a: string, b: string): boolean {
  return toTicker(a) === toTicker(b)
}

function listValues(file: string, names: Names): { values: string[] } {
  const table = openCsvTable(file)
  const row = new RowReader(table)
  const values = new Set<string>()
  for (const line of table.lines()) {
    row.setLine(line)
    values.add(row.text(names))
  }
  return { values: [...values].toSorted() }
}
