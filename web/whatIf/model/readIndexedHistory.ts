import type { Hex } from 'viem'
import { observationFields } from '../../../core/fields.ts'
import {
  BlockUnavailableError,
  datasets,
  fetchPinnedBlock,
  fetchRows,
  type QueryClient,
  type Row,
  selectColumns,
} from '../../../query/index.ts'
import { type History, HistoryBuilder } from './history.ts'

const dataset = selectColumns(datasets.observations, ['observedAt', ...observationFields])
const timeColumn = findColumn('observedAt')
const figureColumns = observationFields.map(findColumn)

/** What is run before the history begins, seconds: in a day steps and budgets have come to where they would be. */
const WARM_SEC = 86_400n
/** Stretches that are asked for side by side: an index answers one page after the other. */
const STRETCHES = 6n

/**
 * The observations of a market as the index has them, of so many seconds before its newest block, and of a day before.
 *
 * @throws what queries throw.
 */
export async function readIndexedHistory(
  client: QueryClient,
  market: Hex,
  spanSec: bigint,
): Promise<History> {
  try {
    return await readOnce(client, market, spanSec)
  } catch (error) {
    // A block may go away while pages of it are read: the next one is there.
    if (error instanceof BlockUnavailableError) return readOnce(client, market, spanSec)
    throw error
  }
}

async function readOnce(client: QueryClient, market: Hex, spanSec: bigint): Promise<History> {
  const block = await fetchPinnedBlock(client)
  const toAt = block.timestamp + 1n
  const wholeSec = spanSec + WARM_SEC
  const beginAt = toAt > wholeSec ? toAt - wholeSec : 0n
  const stretches = Array.from({ length: Number(STRETCHES) }, (_, index) => {
    const at = (share: bigint) => beginAt + ((toAt - beginAt) * share) / STRETCHES
    return { fromAt: at(BigInt(index)), toAt: at(BigInt(index) + 1n) }
  })
  const read = await Promise.all(
    stretches.map(async (stretch) => {
      const pages: Row[][] = []
      const rows = fetchRows({ client, dataset, block, market, ...stretch })
      for await (const page of rows) pages.push(page)
      return pages.flat()
    }),
  )
  return toHistory(read.flat(), Number(toAt - spanSec))
}

/** Rows of the index, in the order of the chain, as columns. */
function toHistory(rows: readonly Row[], shownFromAt: number): History {
  const builder = new HistoryBuilder()
  for (const row of rows) {
    builder.add(
      Number(row[timeColumn]),
      figureColumns.map((column) => row[column] as bigint),
    )
  }
  return builder.finish(shownFromAt)
}

function findColumn(name: string): number {
  return dataset.columns.findIndex((column) => column.name === name)
}
