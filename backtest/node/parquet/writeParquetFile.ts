import { openOutput } from '../../../files/openOutput.ts'
import type { TableColumn } from '../tables/table.ts'
import { createParquetEncoder } from './createParquetEncoder.ts'
import { writeBytes } from './writeBytes.ts'

/**
 * Writes a table as a Parquet file, whole or not at all.
 *
 * @throws FileError if it cannot be written; TableValueError if a column cannot hold its value.
 */
export async function writeParquetFile<Record>(
  file: string,
  columns: readonly TableColumn<Record>[],
  records: Iterable<Record>,
): Promise<void> {
  const output = await openOutput(file)
  try {
    const encoder = createParquetEncoder(columns)
    for (const record of records) encoder.append(record)
    encoder.finish()
    await writeBytes(output, encoder.takeBytes())
    await output.commit()
  } finally {
    await output.discard()
  }
}
