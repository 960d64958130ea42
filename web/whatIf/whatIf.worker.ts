/** Keeps histories, and runs policies over them with the Wasm core, which is loaded once. */
import { toFailure } from '../../backtest/failure.ts'
import { type Core, loadCore } from '../../core/index.ts'
import { fetchSiteFile } from '../shipped/fetchSiteFile.ts'
import { openShippedMarket } from '../shipped/openShippedMarket.ts'
import type { FromWorker, HistorySource, ToWorker } from './messages.ts'
import { compareRuns } from './model/compareRuns.ts'
import type { History } from './model/history.ts'
import { readRecordedHistory } from './model/readRecordedHistory.ts'
import {
  type ModelRun,
  type ModelSettings,
  type PreparedHistory,
  prepareHistory,
  runModel,
} from './model/runModel.ts'

type Of<Type extends ToWorker['type']> = Extract<ToWorker, { type: Type }>

interface OpenHistory {
  prepared: PreparedHistory
  before: ModelRun | undefined
}

const core: Promise<Core> = loadCore()
// A core that cannot be loaded is told to whoever asks for it.
core.catch(() => {})
const histories = new Map<number, OpenHistory>()

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.type === 'close') histories.delete(data.history)
  else void answer(data)
})

async function answer(message: Of<'open'> | Of<'compare'>): Promise<void> {
  const { call } = message
  try {
    if (message.type === 'open') await open(message)
    else compare(message, await core)
  } catch (error) {
    send({ type: 'failed', call, failure: toFailure(error) }, [])
  }
}

async function open({ call, history, source }: Of<'open'>): Promise<void> {
  const read = await readSource(source)
  histories.set(history, { prepared: prepareHistory(read), before: undefined })
  const at = read.at.slice(read.warmRows)
  send({ type: 'opened', call, at, isWarm: read.warmRows > 0 }, [at.buffer])
}

async function readSource(source: HistorySource): Promise<History> {
  if (source.kind === 'given') return source.history
  const { market, siteUrl } = source
  return readRecordedHistory(
    await openShippedMarket(market, (file) => fetchSiteFile(siteUrl, file)),
  )
}

function compare(message: Of<'compare'>, core: Core): void {
  const { call, history, isBeforeKnown } = message
  const kept = histories.get(history)
  if (kept === undefined) throw new Error('the history was closed meanwhile')
  const { prepared } = kept
  const run = (settings: ModelSettings) => runModel(core, prepared, settings)
  if (!isBeforeKnown || kept.before === undefined) kept.before = run(message.before)
  const { before } = kept
  const after = run(message.after)
  const fields = compareRuns(
    prepared.at.subarray(prepared.warmRows),
    { run: before, bounds: message.before.version.bounds },
    { run: after, bounds: message.after.version.bounds },
  )
  const sent = isBeforeKnown ? undefined : structuredClone(before)
  const buffers = [...listBuffers(after), ...(sent === undefined ? [] : listBuffers(sent))]
  send({ type: 'compared', call, before: sent, after, fields }, buffers)
}

function listBuffers({ targets, inForce }: ModelRun): ArrayBuffer[] {
  return [...targets, ...inForce].map(({ buffer }) => buffer)
}

/** What is handed over is not copied. */
function send(message: FromWorker, buffers: ArrayBuffer[]): void {
  postMessage(message, { transfer: buffers })
}
