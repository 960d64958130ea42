import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createStepsFile, type StepTable } from '../../backtest/node/createStepsFile.ts'
import { openEngine } from '../../backtest/node/openEngine.ts'
import { readPageAssets } from '../../backtest/node/readPageAssets.ts'
import { countTrials } from '../../backtest/node/trials.ts'
import { writeResultTables } from '../../backtest/node/writeResultTables.ts'
import { backtest } from '../../backtest/orchestrate/backtest.ts'
import { WITHOUT } from '../../backtest/orchestrate/createRules.ts'
import { createTrialRecord } from '../../backtest/orchestrate/listTrials.ts'
import type { StepSink } from '../../backtest/outcome.ts'
import type { PageContent } from '../../backtest/page/content.ts'
import { SeriesSink } from '../../backtest/page/createSeries.ts'
import { listShownRules, renderPage } from '../../backtest/page/page.ts'
import { formatResult, hashResultText } from '../../backtest/report/hashResult.ts'
import { makeFolder } from '../../files/makeFolder.ts'
import { writeTextFile } from '../../files/writeTextFile.ts'
import { printJson, printNote, printText } from '../io/print.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { DEFAULT_TRIALS, PAGE_FILE, RESULT_FILE } from './defaults.ts'
import { BacktestStoppedError } from './errors.ts'
import type { BacktestFlags } from './flags.ts'
import { formatScreen } from './formatScreen.ts'
import { readInputs } from './readInputs.ts'
import { readThreads } from './readThreads.ts'
import { prepareTasks } from './shards/prepareTasks.ts'
import { readPlace } from './shards/readPlace.ts'
import { showProgress } from './showProgress.ts'

/** Runs a draft, writes what was asked for, and prints one screen. */
export async function runBacktestOf(
  subject: string | undefined,
  flags: BacktestFlags,
): Promise<void> {
  const { out, json = false, trials: folder = DEFAULT_TRIALS } = flags
  const asked = await readInputs(subject, flags)
  const engine = await openEngine(readThreads(flags.jobs, asked.markets))
  if (out !== undefined) await makeFolder(out)
  // Before the run: one that is broken off was tried, too.
  const inputs = { ...asked, trials: await countTrials(folder, createTrialRecord(asked)) }
  const place = readPlace(flags)
  const takeTask = place && (await prepareTasks(inputs, engine, place))
  if (place?.share !== undefined) return
  let steps: Awaited<ReturnType<typeof createStepsFile>> | undefined
  // Which plain rule did best is known at the end only.
  const series = new SeriesSink((ruleId) => !ruleId.startsWith(WITHOUT))
  const progress = showProgress()
  const stopping = new AbortController()
  const stopListening = onStopSignal((signal) => {
    stopping.abort(new BacktestStoppedError(signal))
  })
  try {
    if (out !== undefined) steps = await createStepsFile(join(out, 'steps.parquet'))
    const { result, runs } = await backtest(
      inputs,
      { ...engine, takeTask },
      {
        sink: steps && joinSinks([steps, series]),
        onProgress: progress.update,
        signal: stopping.signal,
      },
    )
    progress.stop()
    const text = formatResult(result)
    const backtestHash = hashResultText(text)
    if (out !== undefined && steps !== undefined) {
      // Of an earlier run: it must not stand beside files of this one.
      await rm(join(out, RESULT_FILE), { force: true })
      await steps.close()
      await writeResultTables(out, runs)
      const content = selectContent({ result, backtestHash, runs, series: series.finish(runs) })
      await writeTextFile(join(out, PAGE_FILE), renderPage(content, await readPageAssets()))
      // Last: where there is a result, all of it is there.
      await writeTextFile(join(out, RESULT_FILE), text)
    }
    if (json) {
      await printJson({ backtestHash, result })
      return
    }
    await printText(formatScreen({ result, backtestHash, out }).join('\n'))
    if (out === undefined) printNote('gimbal: --out DIR writes the page, the steps and the result')
  } finally {
    stopListening()
    progress.stop()
    await steps?.discard()
  }
}

/** Of the series those that the page draws. */
function selectContent(content: PageContent): PageContent {
  const shown = listShownRules(content.result)
  const rules = content.series.rules.filter(({ ruleId }) => shown.includes(ruleId))
  return { ...content, series: { ...content.series, rules } }
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
