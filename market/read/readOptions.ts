import { MarketFileError } from '../errors.ts'
import { MANIFEST_FILE, type Market } from '../manifest.ts'
import type { OptionQuote, OptionSnapshot } from '../options.ts'
import type { StepRange } from '../steps.ts'
import { joinPath, type MarketFiles } from './marketFiles.ts'
import { listStreams, readStream } from './readStream.ts'
import type { Rows } from './rows.ts'

/**
 * A market's option chains with `from <= at < to`, one after the other.
 *
 * @throws MarketFileError if none is recorded; as `readStream`.
 */
export async function* readOptions(
  files: MarketFiles,
  market: Market,
  { from = 0, to = Number.POSITIVE_INFINITY }: StepRange = {},
): AsyncGenerator<OptionSnapshot> {
  const stream = listStreams(market).find(({ kind }) => kind === 'option')
  if (stream === undefined) {
    const file = joinPath(market.folder, MANIFEST_FILE)
    throw new MarketFileError(
      file,
      'has no options; give a market with a partition of the kind option',
    )
  }
  let at = Number.NaN
  let quotes: OptionQuote[] = []
  for await (const rows of readStream(files, market, stream)) {
    const times = rows.narrow.get('at') as Float64Array
    for (let index = 0; index < rows.count; index++) {
      const time = times[index] as number
      if (time !== at) {
        if (quotes.length > 0) yield { at, quotes }
        if (time >= to) return
        at = time
        quotes = []
      }
      if (at >= from) quotes.push(readQuote(rows, index))
    }
  }
  if (quotes.length > 0) yield { at, quotes }
}

function readQuote({ narrow }: Rows, index: number): OptionQuote {
  const read = (column: string) => narrow.get(column)?.[index] ?? Number.NaN
  return {
    expiryAt: read('expiryAt'),
    strikeUsd6: read('strikeUsd6'),
    isCall: read('isCall') === 1,
    forwardUsd6: read('forwardUsd6'),
    markVolatilityPips: read('markVolatilityPips'),
    markPips9: read('markPips9'),
    bidPips9: narrow.get('bidPips9')?.[index] ?? 0,
    askPips9: narrow.get('askPips9')?.[index] ?? 0,
    deltaPips: read('deltaPips'),
    openInterestE3: read('openInterestE3'),
  }
}
