import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Partition } from '../manifest.ts'
import { hashFile } from './hashFile.ts'
import type { PartitionInput } from './partitionInput.ts'
import { findRules, RowRecorder } from './rowRecorder.ts'

/** Lines that are written at once. */
const LINES_PER_WRITE = 4_096

/** Writes one record as a plain or gzipped CSV file, told by its ending. */
export async function writeCsvPartition(
  folder: string,
  file: string,
  input: PartitionInput,
): Promise<Partition> {
  const rules = findRules(file, input)
  const recorder = new RowRecorder(input, rules)
  const path = join(folder, file)
  const output = createWriteStream(path)
  const zip = file.endsWith('.gz') ? createGzip({ level: 9 }) : undefined
  zip?.pipe(output)
  const stream = zip ?? output
  let lines = [input.columns.join(',')]
  const write = async () => {
    const isRoom = stream.write(`${lines.join('\n')}\n`)
    lines = []
    if (!isRoom) await once(stream, 'drain')
  }
  try {
    for await (const cells of input.rows) {
      recorder.add(file, cells)
      lines.push(cells.join(','))
      if (lines.length === LINES_PER_WRITE) await write()
    }
    if (lines.length > 0) await write()
  } finally {
    stream.end()
    await finished(output)
  }
  return recorder.take(file, await hashFile(path))
}
