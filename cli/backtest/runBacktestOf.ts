import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createStepsFile, type StepTable } from '../../backtest/node/createStepsFile.ts'
import { countTrials } from '../../backtest/node/trials.ts'
import { writeResultTables } from '../../backtest/node/writeResultTables.ts'
import { backtest } from '../../backtest/orchestrate/backtest.ts'
import { describeSubject, listTrials } from '../../backtest/orchestrate/listTrials.ts'
import type { StepSink } from '../../backtest/outcome.ts'
import { formatResult, hashResultText } from '../../backtest/report/hashResult.ts'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { printJson, printNote, printText } from '../io/print.ts'
import { DEFAULT_TRIALS, RESULT_FILE } from './defaults.ts'
import type { BacktestFlags } from './flags.ts'
import { formatScreen } from './formatScreen.ts'
import { openEngine } from './openEngine.ts'
import { readInputs } from './readInputs.ts'
import { showProgress } from './showProgress.ts'

/** Runs a draft, writes what was asked for, and prints one screen. */
export async function runBacktestOf(
  subject: string | undefined,
  flags: BacktestFlags,
): Promise<void> {
  const { out, json = false, trials: folder = DEFAULT_TRIALS } = flags
  const asked = await readInputs(subject, flags)
  const engine = await openEngine()
  // Before the run: one that is broken off was tried, too.
  const record = {
    subject: describeSubject({ ...asked, trials: 0 }),
    documentHash: asked.documentHash,
    trials: listTrials({ ...asked, trials: 0 }),
  }
  const inputs = { ...asked, trials: await countTrials(folder, record) }
  if (out !== undefined) await mkdir(out, { recursive: true })
  const steps = out === undefined ? undefined : await createStepsFile(join(out, 'steps.parquet'))
  const progress = showProgress()
  try {
    const { result, runs } = await backtest(inputs, engine, {
      sink: steps && joinSinks([steps]),
      onProgress: progress.update,
    })
    progress.stop()
    const text = formatResult(result)
    const backtestHash = hashResultText(text)
    if (out !== undefined && steps !== undefined) {
      await steps.close()
      await writeResultTables(out, runs)
      await writeTextFile(join(out, RESULT_FILE), text)
    }
    if (json) {
      await printJson({ backtestHash, result })
      return
    }
    await printText(formatScreen({ result, backtestHash, out }).join('\n'))
    if (out === undefined) printNote('gimbal: --out DIR writes the page, the steps and the result')
  } finally {
    progress.stop()
    await steps?.discard()
  }
}

/** Gives each step to several sinks. */
function joinSinks(sinks: readonly (StepSink | StepTable)[]): StepSink {
  return {
    writeStep(record) {
      for (const sink of sinks) sink.writeStep(record)
    },
    async flush() {
      for (const sink of sinks) await sink.flush()
    },
  }
}
