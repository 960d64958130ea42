import { openOutput } from '../../files/openOutput.ts'
import type { StepSink } from '../outcome.ts'
import { createParquetEncoder } from './parquet/createParquetEncoder.ts'
import { writeBytes } from './parquet/writeBytes.ts'
import { stepColumns } from './tables/stepColumns.ts'

/** A sink whose file or files appear only when it is closed. */
export interface StepTable extends StepSink {
  /** Ends what is written, and puts it in its place. @throws FileError */
  close(): Promise<void>
  /** Throws away what was written, unless it was closed. */
  discard(): Promise<void>
}

/**
 * `steps.parquet`: the steps of all rules in one file, in the order in which they come. Memory stays at one row group and what a
 * chunk's steps come to when compressed.
 *
 * @throws FileError if the file cannot be written.
 */
export async function createStepsFile(file: string): Promise<StepTable> {
  const output = await openOutput(file)
  const encoder = createParquetEncoder(stepColumns)
  const flush = () => writeBytes(output, encoder.takeBytes())
  return {
    writeStep: (step) => encoder.append(step),
    flush,
    async close() {
      encoder.finish()
      await flush()
      await output.commit()
    },
    discard: () => output.discard(),
  }
}
