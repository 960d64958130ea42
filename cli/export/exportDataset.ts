import type { Writable } from 'node:stream'
import { openOutput } from '../../files/openOutput.ts'
import {
  createQueryClient,
  type Dataset,
  fetchPinnedBlock,
  fetchRows,
  type PinnedBlock,
  type Row,
} from '../../query/index.ts'
import { createBar } from '../io/createBar.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { createParquetWriter } from './createParquetWriter.ts'
import { createCsvWriter, createNdjsonWriter } from './createTextWriter.ts'
import { ExportCancelledError } from './errors.ts'
import type { RowWriter } from './rowWriter.ts'

export const exportFormats = ['csv', 'ndjson', 'parquet'] as const
type ExportFormat = (typeof exportFormats)[number]

export interface ExportOptions {
  dataset: Dataset
  format: ExportFormat
  /** Unix seconds, included. */
  fromAt: bigint
  /** Unix seconds, not included; without it, up to the newest block. */
  toAt: bigint | undefined
  url: string
  /** Without it, standard output: csv and ndjson only. */
  file: string | undefined
}

/** What was exported. */
export interface ExportSummary {
  rows: number
  block: PinnedBlock
}

/**
 * Exports one dataset at the newest block. A file gets it whole or not at all, and is otherwise left as it is.
 *
 * @throws ExportCancelledError, FileError, ExportValueError, and what the query side throws.
 */
export async function exportDataset(options: ExportOptions): Promise<ExportSummary> {
  const { file } = options
  const controller = new AbortController()
  const stopListening = onStopSignal((signal) => controller.abort(new ExportCancelledError(signal)))
  const output = file === undefined ? undefined : await openOutput(file)
  try {
    const summary = await run(options, output?.stream ?? process.stdout, controller.signal)
    controller.signal.throwIfAborted()
    await output?.commit()
    return summary
  } catch (error) {
    controller.signal.throwIfAborted()
    // A stream that has failed says why when it is to be ended.
    if (error instanceof Error && 'syscall' in error) await output?.commit()
    throw error
  } finally {
    stopListening()
    await output?.discard()
  }
}

async function run(
  { dataset, format, fromAt, toAt, url }: ExportOptions,
  output: Writable,
  signal: AbortSignal,
): Promise<ExportSummary> {
  const client = createQueryClient({ url, signal })
  const block = await fetchPinnedBlock(client)
  const until = toAt ?? block.timestamp + 1n
  const metadata = { block: `${block.number} ${block.hash}` }
  const writer = createWriter(dataset, format, output, metadata)
  const timeIndex = dataset.columns.findIndex(({ name }) => name === dataset.timeField)
  const progress = createProgress(dataset.name, until)
  let rows = 0
  try {
    for await (const page of fetchRows({ client, dataset, block, fromAt, toAt: until })) {
      signal.throwIfAborted()
      await writer.write(page)
      rows += page.length
      progress.advance(page, timeIndex, rows)
    }
    await writer.finish()
  } finally {
    progress.stop()
  }
  return { rows, block }
}

function createWriter(
  dataset: Dataset,
  format: ExportFormat,
  output: Writable,
  metadata: Readonly<Record<string, string>>,
): RowWriter {
  if (format === 'parquet') return createParquetWriter(output, dataset, metadata)
  const create = format === 'csv' ? createCsvWriter : createNdjsonWriter
  return create(output, dataset.columns)
}

/** A bar on a terminal, by the time that the rows have reached; nothing elsewhere. */
function createProgress(name: string, until: bigint) {
  const bar = createBar(`${name} {bar} {percentage} % | {rows} rows`, name.length + 24)
  if (bar === undefined) return { advance: () => {}, stop: () => {} }
  let start: bigint | undefined
  bar.start(1, 0, { rows: 0 })
  return {
    advance(page: readonly Row[], timeIndex: number, rows: number) {
      start ??= page[0]?.[timeIndex] as bigint
      const reached = page.at(-1)?.[timeIndex] as bigint
      bar.setTotal(Math.max(1, Number(until - start)))
      bar.update(Number(reached - start), { rows })
    },
    stop: () => bar.stop(),
  }
}
