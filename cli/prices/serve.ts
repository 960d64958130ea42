import type { Address } from 'viem'
import { diskReader } from '../../market/files/diskReader.ts'
import { computeTickPriceUsd6 } from '../../market/ticks.ts'
import { createChainClient } from '../../stack/local/chainClient.ts'
import { createRecordedPath } from '../../stack/prices/createRecordedPath.ts'
import { startPriceSource } from '../../stack/prices/startPriceSource.ts'
import { TEST_FAULTS, testFeedId, testSignerAddresses } from '../../stack/prices/testSigners.ts'
import { watchPool } from '../../stack/prices/watchPool.ts'
import { printText } from '../io/print.ts'
import { requireMarket } from '../market/requireMarket.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'

interface ServeOptions {
  /** A recorded market by its name or folder, or a pool of a local chain. */
  of: { market: string } | { rpcUrl: string; pool: Address }
  /** 0: a free one. */
  port: number
  perSecond: number
}

const MS = 1_000

/** Serves signed prices by test keys until a signal ends it. */
export async function serve({ of, port, perSecond }: ServeOptions): Promise<ExitCode> {
  const ended = Promise.withResolvers<void>()
  const stopListening = onStopSignal(() => ended.resolve())
  const prices =
    'market' in of
      ? await followRecording(of.market)
      : watchPool(createChainClient(of.rpcUrl), of.pool)
  const source = await startPriceSource({ port, perSecond, ...prices })
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

/** The prices of a recorded market as if it began now; after its end the last one stands. */
async function followRecording(market: string) {
  const { pool } = await diskReader.readRecording(await requireMarket(market))
  const closes = pool.map(({ at, closeTick }) => ({
    at: Number(at),
    priceUsd6: computeTickPriceUsd6(closeTick),
  }))
  const pathAt = createRecordedPath(closes)
  const offsetMs = Date.now() - (closes[0]?.at ?? 0) * MS
  return { priceAt: (atMs: number) => pathAt(atMs - offsetMs) }
}
