import { locateStack } from '../../client/network/findNetwork.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import { POOL_FEE_PIPS } from '../../stack/local/deployVenue.ts'
import { POSITION_ID } from '../../stack/local/openPool.ts'
import type { Stack, StackOptions } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { type ReplayResult, replayScenario } from '../../stack/replay/replayScenario.ts'
import { createBar } from '../io/createBar.ts'
import { getColumns } from '../io/terminal.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { type RecordedDay, readDay } from '../market/readDay.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { typeCommand, wrapCommand } from '../program/typedCommand.ts'
import { listFolderArgs } from './stackFolder.ts'

export interface UpOptions extends StackOptions {
  /** A file, or `default`. */
  scenario?: string | undefined
  speed: number
  /** `HH:MM` of the scenario's day. */
  from?: string | undefined
  to?: string | undefined
}

/** How long before the first minute the chain begins: its set-up takes a second a block. */
const SET_UP_SEC = 600n

/** Starts a stack, replays a scenario on it if one is given, and stays until a signal ends it. */
export async function upStack({
  scenario,
  speed,
  from,
  to,
  ...options
}: UpOptions): Promise<ExitCode> {
  const recorded = scenario === undefined ? undefined : readDay(scenario, from, to)
  const ending = new AbortController()
  const stopListening = onStopSignal(() => ending.abort())
  let stack: Stack | undefined
  try {
    const startedAt = performance.now()
    stack = await startStack({
      ...options,
      ...(recorded && {
        genesisAt: recorded.from - SET_UP_SEC,
        pool: recorded.pool,
        marketStart: recorded.start,
      }),
      signal: ending.signal,
      onStep: (step, sec) => console.error(`  ${step.padEnd(22)} ${sec.toFixed(1).padStart(5)} s`),
    })
    console.error(`  ready in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`)
    await writeOutput(process.stdout, formatStack(stack))
    if (recorded !== undefined) {
      const result = await Promise.race([
        replay(stack, recorded, speed, ending.signal),
        fail(stack),
      ])
      await writeOutput(process.stdout, formatReplay(result))
    }
    const down = typeCommand('stack', 'down', ...listFolderArgs(locateStack(options.folder)))
    const hint = wrapCommand(down, getColumns(process.stderr))
    console.error(['It runs until Ctrl-C. To end it from another terminal:', ...hint].join('\n'))
    const aborted = new Promise<void>((resolve) => {
      if (ending.signal.aborted) resolve()
      else ending.signal.addEventListener('abort', () => resolve())
    })
    await Promise.race([stack.done, aborted])
    return exitCodes.ok
  } catch (error) {
    if (!ending.signal.aborted) throw error
    return exitCodes.ok
  } finally {
    if (ending.signal.aborted) console.error('\nstopping')
    await stack?.stop()
    stopListening()
  }
}

async function fail(stack: Stack): Promise<never> {
  await stack.done
  throw new DOMException('the stack was stopped', 'AbortError')
}

async function replay(
  stack: Stack,
  { scenario, from, to }: RecordedDay,
  speed: number,
  signal: AbortSignal,
): Promise<ReplayResult> {
  const bar = createBar(
    'replay [{bar}] {value}/{total} minutes, {time} UTC, {eta_formatted} left',
    64,
  )
  bar?.start(Number((to - from) / 60n), 0, { time: formatMinute(from) })
  try {
    return await replayScenario({
      url: stack.urls.rpc,
      pool: {
        ...stack.addresses.venue,
        feePips: BigInt(POOL_FEE_PIPS),
        positionId: POSITION_ID,
      },
      scenario,
      from,
      to,
      speed,
      signal,
      onMinute: (done, _total, minute) => {
        bar?.update(done, { time: formatMinute(minute.minuteAt) })
      },
    })
  } finally {
    bar?.stop()
  }
}

function formatStack({ urls, addresses }: Stack): string {
  const { governance, venue, vault } = addresses
  const lines = [
    ['chain', urls.rpc],
    ...(urls.graphql === undefined ? [] : [['queries', urls.graphql]]),
    ['RiskParameters', governance.riskParameters],
    ['GimbalGovernor', governance.governor],
    ['GimbalToken', governance.token],
    ['TimelockController', governance.timelock],
    ['RebalancingVault', vault],
    ['pool', venue.pool],
    ['dollar', venue.dollar],
    ['WETH', venue.weth],
  ]
  return `${lines.map(([name = '', text]) => `${name.padEnd(20)} ${text}`).join('\n')}\n\n`
}

function formatReplay(result: ReplayResult): string {
  const { minutes, blocks, trades, liquidityChanges, sharedMinutes, elapsedSec } = result
  const shared = sharedMinutes === 0 ? '' : `, ${sharedMinutes} of them shared with others`
  return (
    `replayed ${minutes} minutes${shared}: ${blocks} blocks, ${trades} trades, ` +
    `${liquidityChanges} changes of liquidity in ${elapsedSec.toFixed(1)} s\n` +
    `every minute ended at its recorded tick and liquidity\n`
  )
}
