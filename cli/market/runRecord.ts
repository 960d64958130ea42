import { isAddress } from 'viem'
import { showCount } from '../../market/check/showCount.ts'
import { RecordCancelledError, RecordTimeError } from '../../market/errors.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import {
  type RecordOptions,
  type RecordResult,
  recordMarket,
} from '../../market/record/recordMarket.ts'
import { createBar } from '../io/createBar.ts'
import { printJson, printText } from '../io/print.ts'
import { getColumns } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { readTime } from '../program/readOptions.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'
import { typeCommand, wrapCommand } from '../program/typedCommand.ts'
import type { MarketArgs } from './marketArgs.ts'
import { omitUndefined, readChainFacts, readOffset, requireOption } from './readFigures.ts'

/** `gimbal market record`: a market from a chain, with a bar on a terminal. */
export async function runRecord(args: MarketArgs): Promise<ExitCode> {
  const options = readRecordOptions(args)
  const controller = new AbortController()
  const stopListening = onStopSignal((signal) => controller.abort(new RecordCancelledError(signal)))
  const progress = createProgress()
  try {
    const { signal } = controller
    const result = await recordMarket({ ...options, onProgress: progress.advance, signal })
    progress.stop()
    if (args.json) {
      const { market, ...counts } = result
      await printJson({ folder: options.folder, dataHash: market.dataHash, ...counts })
    } else await printText(formatResult(options.folder, result))
    return exitCodes.ok
  } catch (error) {
    if (error instanceof RecordTimeError) throw new UsageError(error.message, { cause: error })
    throw error
  } finally {
    progress.stop()
    stopListening()
  }
}

function readRecordOptions(args: MarketArgs): RecordOptions {
  const url = requireOption('rpc', args.rpc)
  requireHttpUrl('rpc', url)
  const pool = requireOption('pool', args.pool)
  if (!isAddress(pool)) throw new UsageError(`--pool is ${pool}, no address; give the pool's`)
  const warmUp = args['warm-up-from']
  return {
    url,
    pool,
    fromAt: readTime('from', requireOption('from', args.from)),
    toAt: readTime('to', requireOption('to', args.to)),
    warmUpFromAt: warmUp === undefined ? undefined : readTime('warm-up-from', warmUp),
    segmentOffsetSec: readOffset(args['segment-offset']),
    chain: readChainFacts(args),
    ...omitUndefined({ title: args.title, source: args.source, licence: args.licence }),
    folder: requireOption('output', args.output),
  }
}

/** A bar on a terminal; nothing elsewhere. */
function createProgress() {
  const format = 'record {bar} {value}/{total} blocks, {time} UTC, {eta_formatted} left'
  const bar = createBar(format, 66)
  if (bar === undefined) return { advance: () => {}, stop: () => {} }
  let isStarted = false
  return {
    advance(done: number, total: number, at: bigint) {
      const shown = { time: formatMinute(at) }
      if (isStarted) bar.update(done, shown)
      else bar.start(total, done, shown)
      isStarted = true
    },
    stop: () => bar.stop(),
  }
}

function formatResult(folder: string, result: RecordResult): string {
  const { market, chainId, firstBlock, lastBlock, resumedBlocks } = result
  const { start, startMadeOf, partitions } = market.manifest
  const pool = partitions.find(({ kind }) => kind === 'pool')
  const minutes = (pool?.rows ?? 1) - 1
  const from = formatMinute(BigInt(pool?.firstAt ?? 0))
  const resumed = resumedBlocks === 0 ? '' : `, ${resumedBlocks} of them by an earlier run`
  const depth = (start.startDepthRefUsd6 / 1_000_000n).toLocaleString('en-US')
  const volatility = (100 * Math.sqrt(Number(start.startVarianceWad) / 1e18)).toFixed(1)
  const columns = getColumns(process.stdout)
  const sentences = [
    `recorded ${showCount(minutes, 'minute')} from ${from} UTC on, of chain ${chainId}: ${showCount(result.trades, 'trade')}, ` +
      `${showCount(result.liquidityChanges, 'change')} of liquidity, ${showCount(result.quietMinutes, 'minute')} without a trade`,
    `read blocks ${firstBlock} to ${lastBlock}${resumed}`,
    `start figures of ${startMadeOf}: depth $${depth}, volatility ${volatility} % a year`,
    `in ${folder}; look at it, and replay it:`,
  ]
  return [
    ...sentences.flatMap((sentence) => wrapWords(sentence, columns)),
    ...wrapCommand(typeCommand('market', 'describe', folder), columns),
    ...wrapCommand(typeCommand('replay', '--market', folder), columns),
  ].join('\n')
}
