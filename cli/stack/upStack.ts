import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { locateStack } from '../../client/network/findNetwork.ts'
import type { PricesEntry } from '../../client/network/pricesSchema.ts'
import { formatMarket } from '../../governance/index.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import type { Across } from '../../stack/chains/across.ts'
import { createPace } from '../../stack/chains/keepPace.ts'
import { LIVE_PAST_SEC, startLiveMarket } from '../../stack/demo/startLiveMarket.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { POSITION_ID } from '../../stack/local/openPool.ts'
import type { Stack, StackOptions } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import {
  type ReplayOptions,
  type ReplayResult,
  replayRecording,
} from '../../stack/replay/replayRecording.ts'
import { createBar } from '../io/createBar.ts'
import { getColumns } from '../io/terminal.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { openRecording } from '../market/openRecording.ts'
import {
  findDay,
  type RecordedDay,
  readMarketTime,
  requirePlayable,
  selectDay,
} from '../market/readDay.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { onStopSignal } from '../program/onStopSignal.ts'
import { typeCommand, wrapCommand } from '../program/typedCommand.ts'
import { listFolderArgs } from './stackFolder.ts'

export interface UpOptions extends StackOptions {
  /** A recorded market to replay: the name of a shipped one, or a folder. */
  replayed?: string | undefined
  speed: number
  /** `HH:MM` of the market's first day, or a date and time. */
  from?: string | undefined
  to?: string | undefined
  /** The market gets a value in force, and replicas that keep it fresh. */
  isLive: boolean
}

/** How long before the first block the chain begins: its set-up takes a second a block. */
const SET_UP_SEC = 600n

/** Starts a stack, replays a market on it if one is given, and stays until a signal ends it. */
export async function upStack({
  replayed,
  speed,
  from,
  to,
  isLive,
  ...options
}: UpOptions): Promise<ExitCode> {
  const recorded = replayed === undefined ? undefined : await readPart(replayed, from, to)
  const ending = new AbortController()
  const stopListening = onStopSignal(() => ending.abort())
  const onStep = (step: string, sec: number) =>
    console.error(`  ${step.padEnd(22)} ${sec.toFixed(1).padStart(5)} s`)
  let stack: Stack | undefined
  try {
    const startedAt = performance.now()
    stack = await startStack({
      ...options,
      ...(isLive && { genesisAt: BigInt(Math.floor(Date.now() / 1_000)) - LIVE_PAST_SEC }),
      ...(recorded && {
        genesisAt: recorded.from - SET_UP_SEC,
        pool: recorded.pool,
        marketStart: recorded.start,
        marketPolicy: createMarketPolicy(recorded.recording),
      }),
      signal: ending.signal,
      onStep,
    })
    const keepPace = stack.across && createPace(stack.across.away.urls.rpc)
    if (isLive) {
      // Home arrives there when its market has its past.
      await keepPace?.(BigInt(Math.floor(Date.now() / 1_000)))
      const live = startLiveMarket(stack, { signal: ending.signal, onStep })
      await Promise.race([live, fail(stack)])
    }
    console.error(`  ready in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`)
    await writeOutput(process.stdout, formatStack(stack, options.market !== 'none'))
    const folderArgs = listFolderArgs(locateStack(options.folder))
    const look = wrapCommand(typeCommand('console', ...folderArgs), getColumns(process.stderr))
    console.error(['To look at it in a browser, from another terminal:', ...look, ''].join('\n'))
    if (recorded !== undefined) {
      const result = await Promise.race([
        replay(stack, recorded, { speed, afterBlock: keepPace, signal: ending.signal }),
        fail(stack),
      ])
      await writeOutput(process.stdout, formatReplay(result))
    }
    const down = typeCommand('stack', 'down', ...folderArgs)
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

async function readPart(
  market: string,
  from: string | undefined,
  to: string | undefined,
): Promise<RecordedDay> {
  const recording = await openRecording(market)
  requirePlayable(recording)
  const dayAt = findDay(recording)
  const read = (name: string, text: string | undefined) =>
    text === undefined ? undefined : readMarketTime(name, text, dayAt)
  return selectDay(recording, read('from', from), read('to', to))
}

async function fail(stack: Stack): Promise<never> {
  await stack.done
  throw new DOMException('the stack was stopped', 'AbortError')
}

async function replay(
  stack: Stack,
  { recording, from, to }: RecordedDay,
  options: Pick<ReplayOptions, 'speed' | 'afterBlock' | 'signal'>,
): Promise<ReplayResult> {
  const bar = createBar(
    'replay [{bar}] {value}/{total} blocks, {time} UTC, {eta_formatted} left',
    64,
  )
  const total = recording.blocks.filter(({ at }) => at >= from && at < to).length
  bar?.start(total, 0, { time: formatMinute(from) })
  try {
    return await replayRecording({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, positionId: POSITION_ID },
      recording,
      from,
      to,
      ...options,
      onBlock: (done, _total, at) => {
        bar?.update(done, { time: formatMinute(at) })
      },
    })
  } finally {
    bar?.stop()
  }
}

function formatStack({ urls, addresses, across, prices }: Stack, hasMarket: boolean): string {
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
    ...(hasMarket ? [['market', `${formatMarket(LOCAL_MARKET_ID)}, ${LOCAL_MARKET_ID}`]] : []),
    ...(prices === undefined ? [] : listPrices(prices)),
    ...(across === undefined ? [] : listAcross(across)),
  ]
  return `${lines.map(([name = '', text = '']) => `${name.padEnd(20)} ${text}`.trimEnd()).join('\n')}\n\n`
}

function listPrices({ sourceUrls, feed, verifier, carrier }: PricesEntry): string[][] {
  return [
    ...sourceUrls.map((url) => ['prices', url]),
    ['PriceFeed', feed],
    ['DataStreamsVerifier', verifier],
    ['PricedPush', carrier],
  ]
}

function listAcross({ bridge, away, relayerUrl = '' }: Across): string[][] {
  const { contracts, urls, venue } = away
  return [
    ['ParametersSender', bridge.parametersSender],
    ['GovernanceSender', bridge.governanceSender],
    ...bridge.messengers.map(({ name, address }) => [`messenger ${name}`, address]),
    [],
    [`chain ${away.name}`, urls.rpc],
    ...(urls.graphql === undefined ? [] : [['queries', urls.graphql]]),
    ['RemoteParameters', contracts.remoteParameters],
    ['GovernanceReceiver', contracts.governanceReceiver],
    ['TimelockController', contracts.timelock],
    ['AccessManager', contracts.accessManager],
    ...away.messengers.map(({ name, address }) => [`messenger ${name}`, address]),
    ['pool', venue.pool],
    ['dollar', venue.dollar],
    ['WETH', venue.weth],
    [],
    ['relayer', `${relayerUrl}/metrics`],
  ]
}

function formatReplay(result: ReplayResult): string {
  const { rows, blocks, trades, liquidityChanges, sharedRows, elapsedSec } = result
  const shared = sharedRows === 0 ? '' : ` (${sharedRows} shared with others)`
  return (
    `replayed in ${elapsedSec.toFixed(1)} s: blocks ${blocks}, rows of the pool ${rows}${shared}, ` +
    `trades ${trades}, changes of liquidity ${liquidityChanges}\n` +
    `after every row the pool was at its recorded tick and liquidity\n`
  )
}
