import { dirname } from 'node:path'
import { makeFolder } from '../../files/makeFolder.ts'
import { type Output, openOutput } from '../../files/openOutput.ts'
import type { StepRecord } from '../outcome.ts'
import type { StepTable } from './createStepsFile.ts'
import {
  createParquetEncoder,
  GROUP_ROWS,
  type ParquetEncoder,
} from './parquet/createParquetEncoder.ts'
import { writeBytes } from './parquet/writeBytes.ts'
import { getResultPath, type RunPlace } from './resultPath.ts'
import { stepColumns } from './tables/stepColumns.ts'

const DAY_SEC = 86_400
/** Rows that wait in all row groups together: memory does not grow with the number of rules. */
const WAITING_ROWS = GROUP_ROWS

/** A file of one rule, of whole days. */
interface Part {
  path: string
  encoder: ParquetEncoder<StepRecord>
  /** Midnight after the last row. */
  dayEndAt: number
  output: Output | undefined
}

/**
 * Steps for many machines: a file per rule and stretch of whole UTC days of at least `GROUP_ROWS` rows (`getResultPath`). A run that
 * is repeated writes the same files again.
 *
 * @throws FileError, when it is flushed or closed, if a file cannot be written.
 */
export function createStepsFolder(place: RunPlace): StepTable {
  const parts = new Map<string, Part>()
  const ended: Part[] = []
  let waiting = 0

  function writeStep(step: StepRecord): void {
    let part = parts.get(step.ruleId)
    const isDayOver = part !== undefined && step.at > part.dayEndAt
    if (part === undefined || (isDayOver && part.encoder.rows >= GROUP_ROWS)) {
      if (part !== undefined) end(part)
      part = {
        path: getResultPath(place, 'steps', step.ruleId, step.at - 1),
        encoder: createParquetEncoder(stepColumns),
        dayEndAt: 0,
        output: undefined,
      }
      parts.set(step.ruleId, part)
    }
    // What ends at midnight belongs to the day that ends, as in the days' records.
    if (step.at > part.dayEndAt) part.dayEndAt = Math.ceil(step.at / DAY_SEC) * DAY_SEC
    waiting -= part.encoder.waiting
    part.encoder.append(step)
    waiting += part.encoder.waiting
    if (waiting >= WAITING_ROWS) endFullest()
  }

  function end(part: Part): void {
    waiting -= part.encoder.waiting
    part.encoder.finish()
    ended.push(part)
  }

  function endFullest(): void {
    const fullest = [...parts.values()].reduce((a, b) =>
      b.encoder.waiting > a.encoder.waiting ? b : a,
    )
    waiting -= fullest.encoder.waiting
    fullest.encoder.endGroup()
  }

  async function send(part: Part): Promise<Output> {
    if (part.output === undefined) {
      await makeFolder(dirname(part.path))
      part.output = await openOutput(part.path)
    }
    await writeBytes(part.output, part.encoder.takeBytes())
    return part.output
  }

  async function flush(): Promise<void> {
    for (const part of parts.values()) await send(part)
    for (const part of ended) await (await send(part)).commit()
    ended.length = 0
  }

  return {
    writeStep,
    flush,
    async close() {
      for (const part of parts.values()) end(part)
      parts.clear()
      await flush()
    },
    async discard() {
      for (const part of [...parts.values(), ...ended]) await part.output?.discard()
    },
  }
}
