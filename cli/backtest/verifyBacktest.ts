import { openEngine } from '../../backtest/node/openEngine.ts'
import { backtest } from '../../backtest/orchestrate/backtest.ts'
import type { BacktestEngine } from '../../backtest/orchestrate/inputs.ts'
import { listTrials } from '../../backtest/orchestrate/listTrials.ts'
import { restoreInputs } from '../../backtest/orchestrate/restoreInputs.ts'
import { findDifference } from '../../backtest/report/findDifference.ts'
import { formatResult } from '../../backtest/report/hashResult.ts'
import { readResult } from '../../backtest/report/readResult.ts'
import type { BacktestResult } from '../../backtest/result.ts'
import { cutText, showText } from '../../core/index.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import type { Market } from '../../market/manifest.ts'
import { computeManifestHash } from '../../market/manifestHash.ts'
import { printJson, printText } from '../io/print.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import type { BacktestFlags } from './flags.ts'
import { readThreads } from './readThreads.ts'
import { showProgress } from './showProgress.ts'

const MAX_SHOWN = 100

/** Runs a result again from the inputs that it names, and compares byte for byte; the exit status is 4 if anything differs. */
export async function verifyBacktest(
  file: string | undefined,
  flags: BacktestFlags,
): Promise<ExitCode> {
  const json = await readArgumentFile('result', file)
  const { result, backtestHash } = readResult(json)
  const engine = await openEngine()
  const found =
    compareProgram(result, engine) ??
    (await compareMarkets(result, flags)) ??
    (await rerun(result, json, flags))
  const { json: isJson = false } = flags
  const isVerified = found === undefined
  const lines = isVerified
    ? [`Backtest ${backtestHash}`, 'Run again: every byte is the same.']
    : [`Backtest ${backtestHash} differs: ${found}`]
  await (isJson
    ? printJson({ backtestHash, isVerified, difference: found })
    : printText(lines.join('\n')))
  return isVerified ? exitCodes.ok : exitCodes.verificationFailed
}

const programParts = {
  version: 'version',
  coreHash: 'core',
  strategiesHash: "strategies' maths",
  sourceHash: "simulator's source",
} as const

function compareProgram(
  { backtester }: BacktestResult,
  { backtester: own }: BacktestEngine,
): string | undefined {
  for (const name of Object.keys(programParts) as (keyof typeof programParts)[]) {
    if (backtester[name] === own[name]) continue
    const what = programParts[name]
    return `the ${what} is another one; backtester.${name} is ${showText(backtester[name])}, this program has ${own[name]}. Verify with the program that made it`
  }
  return undefined
}

async function compareMarkets(
  result: BacktestResult,
  flags: BacktestFlags,
): Promise<string | undefined> {
  const opened = await openMarkets(result, flags)
  for (const [index, { name, dataHash, manifestHash }] of result.markets.entries()) {
    const own = opened[index]
    if (own === undefined) continue
    if (own.dataHash !== dataHash) {
      return `market ${showText(name)} has other figures; markets.${index}.dataHash is ${dataHash}, the folder has ${own.dataHash}`
    }
    const ownHash = computeManifestHash(own.manifest)
    if (ownHash !== manifestHash) {
      return `market ${showText(name)} has the same files and another market.json, such as another fee, assumed price or start figure; markets.${index}.manifestHash is ${manifestHash}, the folder's is ${ownHash}`
    }
  }
  return undefined
}

/** Those that --market names, by their names in the manifest; else shipped ones. */
async function openMarkets(
  { markets }: BacktestResult,
  { market }: BacktestFlags,
): Promise<Market[]> {
  const given = await Promise.all((market?.split(',') ?? []).map((name) => openMarket(name.trim())))
  return Promise.all(
    markets.map(async ({ name }) => {
      const own = given.find(({ manifest }) => manifest.name === name)
      if (own !== undefined) return own
      if (!/^[a-z0-9-]{1,100}$/.test(name)) {
        throw new UsageError(
          `the result names a market ${cutText(showText(name), MAX_SHOWN)}, which no market is called`,
        )
      }
      return openMarket(name)
    }),
  )
}

async function rerun(
  result: BacktestResult,
  json: string,
  flags: BacktestFlags,
): Promise<string | undefined> {
  const inputs = restoreInputs(result, await openMarkets(result, flags))
  const own = listTrials(inputs).length
  if (inputs.trials < own) {
    return `honesty.trials is ${inputs.trials} in the file, and the run itself makes ${own}`
  }
  const engine = await openEngine(readThreads(flags.jobs, inputs.markets))
  const progress = showProgress()
  try {
    const again = await backtest(inputs, engine, { onProgress: progress.update })
    const text = formatResult(again.result)
    if (text === json) return undefined
    const difference = findDifference(JSON.parse(json), JSON.parse(text))
    const [said, computed] = [difference?.left, difference?.right].map((value) =>
      cutText(showText(value ?? 'nothing'), MAX_SHOWN),
    )
    return `${difference?.path} is ${said} in the file, and ${computed} when it is run again`
  } finally {
    progress.stop()
  }
}
