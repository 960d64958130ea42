import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { findNetwork, LOCAL_NETWORK } from '../../client/network/findNetwork.ts'
import { loadCore } from '../../core/index.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import type { PortfolioName } from '../../stack/portfolio/portfolioNames.ts'
import { describeNetworks } from '../console/describeNetworks.ts'
import { type ServedConsole, serveConsole } from '../console/serveConsole.ts'
import { canRedraw, takesColors } from '../io/terminal.ts'
import { writeOutput } from '../io/writeOutput.ts'
import type { RecordedDay } from '../market/readDay.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { listFolderArgs } from '../stack/stackFolder.ts'
import { createAcrossView } from './chains/createAcrossView.ts'
import { formatAcrossSummary } from './chains/formatAcrossSummary.ts'
import { openSecondChain, type SecondChainRun } from './chains/openSecondChain.ts'
import { createView } from './createView.ts'
import { formatSummary } from './formatSummary.ts'
import { formatSummaryJson } from './formatSummaryJson.ts'
import { createMixLineUp } from './lineUp/createMixLineUp.ts'
import { createPortfolioLineUp } from './lineUp/createPortfolioLineUp.ts'
import { playDay } from './playDay.ts'
import { summarizeDay } from './summarizeDay.ts'

export interface StartOptions {
  /** Which vaults there are. */
  portfolio: PortfolioName | 'mix'
  folder: string
  /** With 2 there is a second chain, which takes its parameters from the first. */
  chains: 1 | 2
  /** From the warm-up on. */
  day: RecordedDay
  /** From when on vaults may trade, unix seconds. */
  watchAt: bigint
  /** How many times faster than the day, from then on. */
  speed: number
  /** How many of the three reporters have a replica. */
  replicaCount: number
  /** Ends after the summary, instead of staying up. */
  once: boolean
  /** Prints the summary as one JSON object, and everything else to standard error. */
  json: boolean
}

/**
 * How long before the first block the chain begins: contracts and governance take a second a block, and their delays; and the pool has
 * to remember an epoch before the vaults get their money.
 */
const SET_UP_SEC = 1_200n
/** The same with other venues: a perpetual's pool has to be half an hour old, and positions are opened before the vote. */
const VENUES_SET_UP_SEC = 5_400n
const COLUMNS = 80
/** Without a terminal a line comes for each half hour of the market. */
const EVERY_SEC = 1_800n
/** The same of two chains, whose runs are shorter. */
const EVERY_ACROSS_SEC = 300n

/**
 * Runs everything on a recorded day, and says what it came to. The status is 0 only if every check passed.
 *
 * @throws the errors of what it runs; nothing is left running then.
 */
export async function runStart(options: StartOptions): Promise<ExitCode> {
  const { portfolio, folder, chains, day, watchAt, speed, replicaCount, once, json } = options
  const ending = new AbortController()
  const stopListening = onStopSignal(() => ending.abort())
  const stream = json ? process.stderr : process.stdout
  const viewOptions = {
    stream,
    isLive: canRedraw(stream),
    color: takesColors(stream),
    columns: COLUMNS,
    everySec: chains === 2 ? EVERY_ACROSS_SEC : EVERY_SEC,
  }
  const view = chains === 2 ? createAcrossView(viewOptions) : createView(viewOptions)
  const startedAtMs = performance.now()
  const elapsedSec = () => (performance.now() - startedAtMs) / 1_000
  const note = (step: string) => view.note(`  ${elapsedSec().toFixed(1).padStart(6)} s`, step)
  let stack: Stack | undefined
  let site: ServedConsole | undefined
  let second: SecondChainRun | undefined
  try {
    const core = await loadCore()
    // Before the stack: what keeps it from being served is known at once, and not after minutes.
    site = await serveConsole({
      readNetworks: async () =>
        describeNetworks([await findNetwork({ network: LOCAL_NETWORK, dir: folder })]).content,
    })
    stack = await startStack({
      folder,
      chains,
      hasRemoteMarket: true,
      genesisAt: day.from - (portfolio === 'mix' ? SET_UP_SEC : VENUES_SET_UP_SEC),
      pool: day.pool,
      marketStart: day.start,
      marketPolicy: createMarketPolicy(day.recording),
      market: 'none',
      signal: ending.signal,
      onStep: note,
    })
    await stack.publish({ consoleUrl: site.url })
    note(`the console: ${site.url}`)
    second = stack.across && (await openSecondChain(stack, stack.across, note))
    const running = playDay({
      stack,
      createLineUp: portfolio === 'mix' ? createMixLineUp : createPortfolioLineUp(portfolio),
      day,
      watchAt,
      core,
      speed,
      replicaCount,
      signal: ending.signal,
      onStep: note,
      afterBlock: second?.keepPace,
      onFrame: (frame) => view.show(second === undefined ? frame : second.addTo(frame)),
    })
    const played = await Promise.race([running, failWith(stack, ending.signal)])
    view.done()
    stream.write('\nRechecking every push from raw headers and logs ...\n')
    const summary = await summarizeDay({
      stack,
      day,
      watchAt,
      core,
      played,
      elapsedSec: elapsedSec(),
    })
    const options = { color: takesColors(process.stdout), folderArgs: listFolderArgs(folder) }
    const across = await second?.summarize(core)
    const isPassed = summary.isPassed && across?.isPassed !== false
    const all = across === undefined ? summary : Object.assign({}, summary, { isPassed, across })
    const besides = across === undefined ? '' : formatAcrossSummary(across, options)
    await writeOutput(
      process.stdout,
      json ? formatSummaryJson(all) : `\n${formatSummary(summary, options)}${besides}`,
    )
    const status = isPassed ? exitCodes.ok : exitCodes.verificationFailed
    if (once) return status
    stream.write('\nEverything stays up until Ctrl-C.\n')
    await Promise.race([stack.done, waitForEnd(ending.signal)])
    return status
  } catch (error) {
    if (!ending.signal.aborted) throw error
    return exitCodes.ok
  } finally {
    view.done()
    await second?.end()
    if (ending.signal.aborted) stream.write('\nstopping\n')
    await stack?.stop()
    await site?.close()
    stopListening()
  }
}

/** Rejects as soon as a part of the stack fails, or it is told to end. */
async function failWith(stack: Stack, signal: AbortSignal): Promise<never> {
  await Promise.race([stack.done, waitForEnd(signal)])
  throw new DOMException('the run was stopped', 'AbortError')
}

function waitForEnd(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
