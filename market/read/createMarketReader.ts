import type { ColumnRule } from '../columns.ts'
import type { Market } from '../manifest.ts'
import type { OptionSnapshot } from '../options.ts'
import type { Recording } from '../recording.ts'
import type { StepRange, Steps } from '../steps.ts'
import type { MarketFiles } from './marketFiles.ts'
import { readOptions } from './readOptions.ts'
import { readRecording } from './readRecording.ts'
import { readRows } from './readRows.ts'
import { readSteps } from './readSteps.ts'
import { readStream, type Stream } from './readStream.ts'
import type { Rows } from './rows.ts'

/** Everything that can be read of markets whose files are in one place. */
export interface MarketReader {
  readRows(path: string, rules: readonly ColumnRule[]): AsyncGenerator<Rows>
  readStream(market: Market, stream: Stream): AsyncGenerator<Rows>
  readSteps(market: Market, range?: StepRange): AsyncGenerator<Steps>
  readOptions(market: Market, range?: StepRange): AsyncGenerator<OptionSnapshot>
  readRecording(market: Market, range?: StepRange): Promise<Recording>
}

/** The same reading wherever the files are: what comes out depends on their bytes alone. */
export function createMarketReader(files: MarketFiles): MarketReader {
  return {
    readRows: (path, rules) => readRows(files, path, rules),
    readStream: (market, stream) => readStream(files, market, stream),
    readSteps: (market, range) => readSteps(files, market, range),
    readOptions: (market, range) => readOptions(files, market, range),
    readRecording: (market, range) => readRecording(files, market, range),
  }
}
