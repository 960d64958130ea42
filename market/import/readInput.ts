import { diskReader } from '../files/diskReader.ts'
import type { PartitionInput, RowCells } from '../files/partitionInput.ts'
import type { Market } from '../manifest.ts'
import type { Stream } from '../read/readStream.ts'

/** A record of a market, as the writer of markets takes it. */
export function readInput(market: Market, stream: Stream): PartitionInput {
  const { kind, stepSec, partitions } = stream
  const columns = partitions[0].columns.map(({ name }) => name)
  return { kind, stepSec, columns, rows: readCells(market, stream, columns) }
}

async function* readCells(
  market: Market,
  stream: Stream,
  columns: readonly string[],
): AsyncGenerator<RowCells> {
  for await (const { count, narrow, wide } of diskReader.readStream(market, stream)) {
    const arrays = columns.map((name) => narrow.get(name) ?? wide.get(name) ?? [])
    for (let index = 0; index < count; index += 1) {
      yield arrays.map((values) => values[index] as number | bigint)
    }
  }
}
