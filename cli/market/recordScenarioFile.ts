import { RecordCancelledError, RecordTimeError } from '../../market/errors.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import {
  type RecordOptions,
  type RecordResult,
  recordScenario,
} from '../../market/record/recordScenario.ts'
import { createBar } from '../io/createBar.ts'
import { printText } from '../io/print.ts'
import { getColumns } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { typeCommand, wrapCommand } from '../program/typedCommand.ts'

/** Records a scenario into a file, with a bar on a terminal, and says what it has recorded. */
export async function recordScenarioFile(
  options: Omit<RecordOptions, 'onProgress' | 'signal'>,
): Promise<ExitCode> {
  const controller = new AbortController()
  const stopListening = onStopSignal((signal) => controller.abort(new RecordCancelledError(signal)))
  const progress = createProgress()
  try {
    const { signal } = controller
    const result = await recordScenario({ ...options, onProgress: progress.advance, signal })
    progress.stop()
    await printText(formatResult(options.file, result))
    return exitCodes.ok
  } catch (error) {
    if (error instanceof RecordTimeError) throw new UsageError(error.message, { cause: error })
    throw error
  } finally {
    progress.stop()
    stopListening()
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

function formatResult(file: string, result: RecordResult): string {
  const { scenario, chainId, firstBlock, lastBlock, resumedBlocks } = result
  const { minutes, start, warmUpRecord } = scenario
  const from = formatMinute(minutes[0]?.minuteAt ?? 0n)
  const resumed = resumedBlocks === 0 ? '' : `, ${resumedBlocks} of them by an earlier run`
  const quiet = minutes.filter(({ inAmount0, inAmount1 }) => inAmount0 + inAmount1 === 0n).length
  const depth = (start.startDepthRefUsd6 / 1_000_000n).toLocaleString('en-US')
  const volatility = (100 * Math.sqrt(Number(start.startVarianceWad) / 1e18)).toFixed(1)
  const columns = getColumns(process.stdout)
  const sentences = [
    `recorded ${minutes.length} minutes from ${from} UTC on, of chain ${chainId}: ${result.trades} trades, ` +
      `${result.liquidityChanges} changes of liquidity, ${quiet} minutes without a trade`,
    `read blocks ${firstBlock} to ${lastBlock}${resumed}`,
    `warm-up ${warmUpRecord}: depth $${depth}, volatility ${volatility} % a year`,
    `in ${file}; replay it:`,
  ]
  return [
    ...sentences.flatMap((sentence) => wrapWords(sentence, columns)),
    ...wrapCommand(typeCommand('replay', '--scenario', file), columns),
    ...wrapCommand(typeCommand('stack', 'up', '--scenario', file), columns),
    '',
  ].join('\n')
}
