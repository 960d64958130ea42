import { diskReader } from '../../market/files/diskReader.ts'
import { computeTickPriceUsd6 } from '../../market/ticks.ts'
import { createRecordedPath } from '../../stack/prices/createRecordedPath.ts'
import { startPriceSource } from '../../stack/prices/startPriceSource.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../stack/prices/testSigners.ts'
import { printText } from '../io/print.ts'
import { requireMarket } from '../market/requireMarket.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'

interface ServeOptions {
  market: string
  /** 0: a free one. */
  port: number
  perSecond: number
}

const MS = 1_000

/** Serves the prices of a recorded market, signed by test keys, as if it began now; after its end the last one stands. */
export async function serve({ market, port, perSecond }: ServeOptions): Promise<ExitCode> {
  const ended = Promise.withResolvers<void>()
  const stopListening = onStopSignal(() => ended.resolve())
  const { pool } = await diskReader.readRecording(await requireMarket(market))
  const closes = pool.map(({ at, closeTick }) => ({
    at: Number(at),
    priceUsd6: computeTickPriceUsd6(closeTick),
  }))
  const pathAt = createRecordedPath(closes)
  const offsetMs = Date.now() - (closes[0]?.at ?? 0) * MS
  const source = await startPriceSource({
    port,
    perSecond,
    priceAt: (atMs) => pathAt(atMs - offsetMs),
  })
  try {
    await printText(
      [
        `${source.url} sends ${perSecond} signed prices a second; Ctrl-C ends it`,
        `feedId   ${testFeedId}`,
        ...testSignerAddresses.map((address) => `signer   ${address}  (a test key)`),
        `f        ${TEST_FAULTS}`,
      ].join('\n'),
    )
    await ended.promise
    return exitCodes.ok
  } finally {
    stopListening()
    await source.close()
  }
}
