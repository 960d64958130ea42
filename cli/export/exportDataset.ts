import { createWriteStream, type WriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { SingleBar } from 'cli-progress'
import {
  createQueryClient,
  type Dataset,
  fetchPinnedBlock,
  fetchRows,
  type PinnedBlock,
  type Row,
} from '../../query/index.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { createParquetWriter } from './createParquetWriter.ts'
import { createCsvWriter, createNdjsonWriter } from './createTextWriter.ts'
import { ExportCancelledError, ExportFileError } from './errors.ts'
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
 * Exports one dataset at the newest block. A file appears whole or not at all.
 *
 * @throws ExportCancelledError, ExportFileError, ExportValueError, and what the query side throws.
 */
export async function exportDataset(options: ExportOptions): Promise<ExportSummary> {
  const { file } = options
  const controller = new AbortController()
  const stopListening = onStopSignal((signal) => controller.abort(new ExportCancelledError(signal)))
  // In the same folder, so that it moves into its place at once.
  const partial = file === undefined ? undefined : `${file}.${process.pid}.partial`
  try {
    if (partial === undefined) return await run(options, undefined, controller.signal)
    await (await openFile(partial)).close()
    const summary = await run(options, partial, controller.signal)
    controller.signal.throwIfAborted()
    await rename(partial, file as string)
    return summary
  } catch (error) {
    controller.signal.throwIfAborted()
    const isOfFile = error instanceof Error && 'syscall' in error && partial !== undefined
    throw isOfFile ? new ExportFileError(file as string, error) : error
  } finally {
    stopListening()
    if (partial !== undefined) await rm(partial, { force: true })
  }
}

async function openFile(path: string) {
  return open(path, 'wx')
}

async function run(
  { dataset, format, fromAt, toAt, url }: ExportOptions,
  partial: string | undefined,
  signal: AbortSignal,
): Promise<ExportSummary> {
  const client = createQueryClient({ url, signal })
  const block = await fetchPinnedBlock(client)
  const until = toAt ?? block.timestamp + 1n
  const metadata = { block: `${block.number} ${block.hash}` }
  const writer = createWriter(dataset, format, partial, metadata)
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
  partial: string | undefined,
  metadata: Readonly<Record<string, string>>,
): RowWriter {
  if (format === 'parquet') return createParquetWriter(partial as string, dataset, metadata)
  const output = partial === undefined ? process.stdout : createWriteStream(partial)
  output.on('error', () => {})
  const create = format === 'csv' ? createCsvWriter : createNdjsonWriter
  const writer = create(output, dataset.columns)
  if (partial === undefined) return writer
  return {
    write: writer.write,
    async finish() {
      await writer.finish()
      await closeStream(output as WriteStream)
    },
  }
}

function closeStream(output: WriteStream): Promise<void> {
  return new Promise((resolve, reject) => {
    output.once('error', reject).end(resolve)
  })
}

/** A bar on a terminal, by the time that the rows have reached; nothing elsewhere. */
function createProgress(name: string, until: bigint) {
  if (!process.stderr.isTTY) return { advance: () => {}, stop: () => {} }
  const bar = new SingleBar({
    format: `${name} {bar} {percentage} % | {rows} rows`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
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
