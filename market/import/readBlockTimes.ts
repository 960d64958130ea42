import { MarketFileError } from '../errors.ts'
import { openCsvTable } from './csvTable.ts'
import { readClockTime } from './readClockTime.ts'
import { type Names, RowReader } from './rowReader.ts'

const number: Names = ['number', 'block_number', 'blockNumber']
const timestamp: Names = ['timestamp', 'time', 'block_timestamp']

/** The unix seconds of each block of a file, by its number as text. @throws as `readSource` */
export function readBlockTimes(file: string): Map<string, number> {
  const table = openCsvTable(file)
  const row = new RowReader(table)
  if (row.find(number) === undefined || row.find(timestamp) === undefined) {
    const got = table.columns.join(', ')
    throw new MarketFileError(file, `needs the columns number and timestamp; it has ${got}`)
  }
  const times = new Map<string, number>()
  for (const line of table.lines()) {
    row.setLine(line)
    const time = readClockTime(row.text(timestamp))
    if (time === undefined) throw row.refuse(timestamp, 'Unix seconds, or a time of UTC')
    times.set(row.text(number), time.sec)
  }
  return times
}
