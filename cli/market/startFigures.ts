import { formatSec } from '../../market/check/checkClock.ts'
import { computeStartFigures } from '../../market/files/computeStartFigures.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import { printJson, printText } from '../io/print.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { readTime } from '../program/readOptions.ts'
import type { MarketArgs } from './marketArgs.ts'
import { readOffset } from './readFigures.ts'
import { requireMarket } from './requireMarket.ts'

/** Steps longer than a segment have no segments. */
const SEGMENT_SEC = 120

/** `gimbal market start-figures`: the averages that a market begins with which continues a record. */
export async function startFigures(args: MarketArgs): Promise<ExitCode> {
  const market = await requireMarket(args.market)
  const untilAt = args.at === undefined ? undefined : Number(readTime('at', args.at))
  const segmentOffsetSec =
    args['segment-offset'] === undefined
      ? market.manifest.start.segmentOffsetSec
      : readOffset(args['segment-offset'])
  const { start, fromAt, toAt, steps } = await computeStartFigures(market, {
    untilAt,
    segmentOffsetSec,
  })
  if (args.json) {
    await printJson({ market: market.manifest.name, start, fromAt, toAt, steps })
    return exitCodes.ok
  }
  const stepSec = (toAt - fromAt) / Math.max(1, steps - 1)
  const volatility = 100 * Math.sqrt(Number(start.startVarianceWad) / 1e18)
  const depth = Number(start.startDepthRefUsd6) / 1e6
  const [from, to] = [fromAt, toAt].map((at) => formatMinute(BigInt(Math.trunc(at))))
  await printText(
    [
      `${market.manifest.name}, ${from} to ${to} UTC, ${steps.toLocaleString('en-US')} steps:`,
      `  segmentOffsetSec   ${start.segmentOffsetSec}`,
      `  startVarianceWad   ${start.startVarianceWad}   (volatility ${volatility.toFixed(1)} % a year)`,
      `  startDepthRefUsd6  ${start.startDepthRefUsd6}   ($${depth.toLocaleString('en-US', { maximumFractionDigits: 0 })})`,
      '',
      stepSec > SEGMENT_SEC
        ? `Made of rows ${formatSec(Math.round(stepSec))} apart: there are no segments of 120 s, each row counts for the time since the one before.`
        : 'Made of segments of 120 s, as the index makes them.',
      "They stand under `start` in a market's market.json, and in the source that is voted with a market.",
    ].join('\n'),
  )
  return exitCodes.ok
}
