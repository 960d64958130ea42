import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DAY_AT } from './createMinutes.ts'
import { makeFolder } from './makeFolder.ts'

const poolHeader =
  'timestamp,netAmount0,netAmount1,closeTick,openTick,lowestTick,highestTick,inAmount0,inAmount1,currentLiquidity'
const gasHeader = 'block_timestamp,gas_price'

/** Minutes of the record before the day: two hours. */
export const WARM_UP_MINUTES = 120

const minuteCount = WARM_UP_MINUTES + 1_440

/** Changes a line of a file; the line counts from 1, undefined leaves the line out. */
export type ChangeLine = (text: string, line: number) => string | undefined

/** Writes a small synthetic record of both kinds into a fresh folder: two hours, then 2023-08-17. */
export function writeRecordedFiles(change: { pool?: ChangeLine; gas?: ChangeLine } = {}) {
  const folder = makeFolder()
  const times = Array.from({ length: minuteCount }, (_, index) => {
    const milliseconds = (Number(DAY_AT) + (index - WARM_UP_MINUTES) * 60) * 1000
    return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')
  })
  const pool = times.map((time, i) => {
    const tick = 201_800 + (i % 7)
    return `${time},${-i},${i}000000000,${tick},201803,201800,201806,${i},0,78000000000000${i + 1000}`
  })
  const gas = times.map((time, i) => `${time},${50 + (i % 5)}.25${i % 10}00000000004`)
  const files = {
    folder,
    poolFile: join(folder, 'pool.csv'),
    gasFile: join(folder, 'gas.csv'),
    outFile: join(folder, 'out.csv'),
  }
  writeFileSync(files.poolFile, changeLines([poolHeader, ...pool], change.pool))
  writeFileSync(files.gasFile, changeLines([gasHeader, ...gas], change.gas))
  return files
}

function changeLines(lines: string[], change: ChangeLine = (text) => text): string {
  const kept = lines.map((text, index) => change(text, index + 1))
  return `${kept.filter((text) => text !== undefined).join('\n')}\n`
}

/** Replaces one value of one line. */
export function changeValue(line: number, column: number, value: string): ChangeLine {
  return (text, at) => (at === line ? text.split(',').with(column, value).join(',') : text)
}
