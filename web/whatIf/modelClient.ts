import { WorkerRunError } from '../../backtest/failure.ts'
import { WorkerLostError } from '../shipped/errors.ts'
import type { Comparison, FromWorker, HistorySource, ToWorker } from './messages.ts'
import type { ModelRun, ModelSettings } from './model/runModel.ts'

/** A history that the worker keeps. */
export interface OpenedHistory {
  id: number
  /** When each observation was known, unix seconds. */
  at: Float64Array
  /** Some before them are run, too. */
  isWarm: boolean
}

interface Call {
  resolve: (message: FromWorker) => void
  reject: (error: unknown) => void
}

/** A run that the page has, and of what. */
interface KnownRun {
  key: string
  run: ModelRun
}

let worker: Worker | undefined
let calls = new Map<number, Call>()
let called = 0
let opened = 0
const known = new Map<number, KnownRun>()

/** Has the worker open a history. @throws WorkerRunError, WorkerLostError */
export async function openHistory(source: HistorySource): Promise<OpenedHistory> {
  const id = ++opened
  const answer = await ask((call) => ({ type: 'open', call, history: id, source }))
  if (answer.type !== 'opened') throw new WorkerLostError('it gave another answer')
  return { id, at: answer.at, isWarm: answer.isWarm }
}

export function closeHistory({ id }: OpenedHistory): void {
  known.delete(id)
  worker?.postMessage({ type: 'close', history: id } satisfies ToWorker)
}

/** Runs both settings over a history; the first ones are run, and sent, once as long as they stay. @throws as `openHistory` */
export async function compareModels(
  { id, at, isWarm }: OpenedHistory,
  before: ModelSettings,
  after: ModelSettings,
): Promise<Comparison> {
  const key = writeKey(before)
  const own = known.get(id)
  const isBeforeKnown = own?.key === key
  const answer = await ask((call) => {
    return { type: 'compare', call, history: id, before, after, isBeforeKnown }
  })
  if (answer.type !== 'compared') throw new WorkerLostError('it gave another answer')
  const run = answer.before ?? own?.run
  if (run === undefined) throw new WorkerLostError('it left out a run')
  known.set(id, { key, run })
  return {
    at,
    isWarm,
    before: run,
    after: answer.after,
    beforeBounds: before.version.bounds,
    afterBounds: after.version.bounds,
    fields: answer.fields,
  }
}

function ask(create: (call: number) => ToWorker): Promise<FromWorker> {
  const call = ++called
  return new Promise((resolve, reject) => {
    const to = getWorker()
    calls.set(call, { resolve, reject })
    to.postMessage(create(call))
  })
}

/** One for all of the page. After it was lost, the next question starts another one. */
function getWorker(): Worker {
  if (worker !== undefined) return worker
  const made = new Worker(new URL('./whatIf.worker.ts', import.meta.url), { type: 'module' })
  made.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    const waiting = calls.get(data.call)
    calls.delete(data.call)
    if (data.type === 'failed') waiting?.reject(new WorkerRunError(data.failure))
    else waiting?.resolve(data)
  })
  const lose = (reason: string) => {
    made.terminate()
    if (worker === made) worker = undefined
    known.clear()
    const lost = calls
    calls = new Map()
    for (const { reject } of lost.values()) reject(new WorkerLostError(reason))
  }
  // A script that is not there, or no memory.
  made.addEventListener('error', (event) => {
    event.preventDefault()
    lose(event.message || 'it says no reason')
  })
  made.addEventListener('messageerror', () => lose('what it sent cannot be read'))
  worker = made
  return made
}

function writeKey(settings: ModelSettings): string {
  return JSON.stringify(settings, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
}
