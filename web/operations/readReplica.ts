import { z } from 'zod'
import { cutUrls } from '../../http/cutUrls.ts'
import { splitCredentials } from '../../http/splitCredentials.ts'
import { parseMetrics, type Sample } from './parseMetrics.ts'

/** How long one answer may take, milliseconds. */
const TIMEOUT_MS = 4_000
/** The longest metrics that are read: a replica's are some 50 kB. */
const MAX_METRICS = 2_000_000

const readyType = z.object({
  isReady: z.boolean(),
  state: z.string().optional(),
  conditions: z
    .array(z.object({ name: z.string(), problem: z.string(), isAlarm: z.boolean() }))
    .default([]),
})
const liveType = z.object({ isLive: z.boolean() })

/** What `/ready` says: whether the replica can work, and each condition that is wrong. */
export type ReadyAnswer = z.output<typeof readyType>

/** A replica as it answers now. */
export interface ReplicaAnswer {
  kind: 'answers'
  ready: ReadyAnswer
  isLive: boolean
  samples: readonly Sample[]
  /** Of the slowest of its answers, milliseconds. */
  tookMs: number
}

/**
 * Why a replica cannot be read.
 *
 * unreachable: nothing answers. not-allowed: it answers, and does not let this page read it. no-replica: something else
 * answers, or not as a replica does. not-asked: this page may not ask it until it is loaded again.
 */
export type ReplicaFailure = 'unreachable' | 'not-allowed' | 'no-replica' | 'not-asked'

export interface ReplicaSilence {
  kind: ReplicaFailure
  detail: string
}

/**
 * Asks a replica for its readiness, its liveness and its metrics.
 *
 * @param allowed - Origins that the page's policy lets it ask.
 * @throws the signal's reason if it ends the reading.
 */
export async function readReplica(
  url: string,
  allowed: readonly string[],
  signal: AbortSignal,
): Promise<ReplicaAnswer | ReplicaSilence> {
  const { origin } = new URL(url)
  if (!allowed.includes(origin)) {
    return { kind: 'not-asked', detail: 'This page was loaded without it; load it again' }
  }
  const beganMs = performance.now()
  try {
    const [ready, live, metrics] = await Promise.all([
      ask(url, 'ready', signal),
      ask(url, 'live', signal),
      ask(url, 'metrics', signal),
    ])
    const tookMs = Math.round(performance.now() - beganMs)
    return readAnswers(ready, live, metrics, tookMs)
  } catch (error) {
    signal.throwIfAborted()
    return explainSilence(url, error, signal)
  }
}

async function ask(url: string, path: string, signal: AbortSignal): Promise<string> {
  const target = splitCredentials(`${url.replace(/\/+$/, '')}/${path}`)
  const response = await fetch(target.url, {
    headers: target.headers,
    cache: 'no-store',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })
  // 503 is an answer: not ready, or not live.
  if (!response.ok && response.status !== 503) {
    throw new NoReplicaError(
      `What answers there is no replica: /${path} has status ${response.status}`,
    )
  }
  const text = await response.text()
  if (text.length <= MAX_METRICS) return text
  throw new NoReplicaError(
    `What answers there is no replica: /${path} has ${text.length} characters`,
  )
}

/** Something answers, and not as a replica. */
class NoReplicaError extends Error {}

function readAnswers(
  ready: string,
  live: string,
  metrics: string,
  tookMs: number,
): ReplicaAnswer | ReplicaSilence {
  try {
    return {
      kind: 'answers',
      ready: readyType.parse(JSON.parse(ready)),
      isLive: liveType.parse(JSON.parse(live)).isLive,
      samples: parseMetrics(metrics),
      tookMs,
    }
  } catch {
    return { kind: 'no-replica', detail: 'What answers there does not answer as a replica does' }
  }
}

async function explainSilence(
  url: string,
  error: unknown,
  signal: AbortSignal,
): Promise<ReplicaSilence> {
  if (error instanceof NoReplicaError) return { kind: 'no-replica', detail: error.message }
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    const detail = `It does not answer within ${TIMEOUT_MS / 1_000} s`
    return { kind: 'unreachable', detail }
  }
  if (await isThere(url, signal)) {
    const detail = `It answers, and does not let this page read it: its configuration has to name ${location.origin} under http.allowedOrigins`
    return { kind: 'not-allowed', detail }
  }
  signal.throwIfAborted()
  const said = error instanceof Error ? cutUrls(error.message) : String(error)
  return { kind: 'unreachable', detail: `Nothing answers there (${said})` }
}

/** Whether anything answers, though the page may not see what. */
function isThere(url: string, signal: AbortSignal): Promise<boolean> {
  return fetch(`${url.replace(/\/+$/, '')}/live`, {
    mode: 'no-cors',
    cache: 'no-store',
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  }).then(
    () => true,
    () => false,
  )
}
