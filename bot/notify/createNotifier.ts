import { setTimeout as sleep } from 'node:timers/promises'
import pRetry, { AbortError } from 'p-retry'
import type { Logger } from 'pino'
import { isPassingStatus } from '../../http/isPassingStatus.ts'
import { readRetryAfterMs } from '../../http/readRetryAfterMs.ts'
import { splitCredentials } from '../../http/splitCredentials.ts'
import { describeFailure } from '../describeFailure.ts'
import { type BodyForm, formatBody } from './formatBody.ts'
import { getKind, type Notice, type NoticeKind } from './notice.ts'

/** A webhook that gets messages. */
export interface Receiver {
  /** Holds a secret with most services: neither logs nor bodies hold it. */
  url: string
  form: BodyForm
  /** Telegram's. */
  chat?: string | undefined
  about: readonly NoticeKind[]
}

export interface Notifier {
  /** Tells everybody who wants to hear of it; does not wait for them. */
  tell(notice: Notice): void
  /** Waits a short time for messages that are not sent yet, then drops them. */
  close(): Promise<void>
}

interface NotifierOptions {
  receivers: readonly Receiver[]
  log: Logger
  /** How often a post is tried again, and the first wait, milliseconds; each wait is twice the one before. */
  retries?: number
  firstWaitMs?: number
  timeoutMs?: number
  /** How long the end waits, milliseconds. */
  drainMs?: number
}

const LONGEST_WAIT_MS = 300_000
/** Notices that wait for one receiver; of more than that the oldest are given up. */
const MAX_WAITING = 100

/** Posts notices to webhooks, each receiver's in their order, again and again while they fail for now. */
export function createNotifier(options: NotifierOptions): Notifier {
  const { receivers, log, retries = 8, firstWaitMs = 1_000, timeoutMs = 10_000 } = options
  const { drainMs = 5_000 } = options
  const ending = new AbortController()

  const lines = receivers.map((receiver, index) => {
    const waiting: Notice[] = []
    let work: Promise<void> = Promise.resolve()
    const describe = `notify.${index}`

    async function post(notice: Notice): Promise<void> {
      const { url, headers } = splitCredentials(receiver.url)
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(formatBody(receiver.form, notice, receiver.chat)),
        signal: AbortSignal.any([ending.signal, AbortSignal.timeout(timeoutMs)]),
        redirect: 'error',
      })
      await response.body?.cancel()
      if (response.ok) return
      const problem = new WebhookError(response.status, response.headers.get('retry-after'))
      throw isPassingStatus(response.status) ? problem : new AbortError(problem)
    }

    async function send(notice: Notice): Promise<void> {
      try {
        await pRetry(() => post(notice), {
          retries,
          minTimeout: firstWaitMs,
          maxTimeout: LONGEST_WAIT_MS,
          signal: ending.signal,
          onFailedAttempt: ({ error }) => waitAsTold(error, ending.signal),
        })
      } catch (error) {
        const content = { event: 'notice-lost', receiver: describe, notice: notice.event }
        log.warn(content, `a webhook does not take a notice: ${describeFailure(error)}`)
      }
    }

    async function drain(): Promise<void> {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await send(next)
      }
    }

    return {
      add(notice: Notice) {
        if (!receiver.about.includes(getKind(notice))) return
        waiting.push(notice)
        if (waiting.length > MAX_WAITING) {
          const lost = waiting.shift()
          log.warn({ event: 'notice-lost', receiver: describe, notice: lost?.event }, 'too many')
        }
        work = work.then(drain)
      },
      isOver: () => work,
    }
  })

  return {
    tell(notice) {
      for (const line of lines) line.add(notice)
    },
    async close() {
      const timer = setTimeout(() => ending.abort(), drainMs)
      await Promise.all(lines.map((line) => line.isOver()))
      clearTimeout(timer)
    },
  }
}

class WebhookError extends Error {
  readonly retryAfter: string | null

  constructor(status: number, retryAfter: string | null) {
    super(`it answers with HTTP status ${status}`)
    this.name = 'WebhookError'
    this.retryAfter = retryAfter
  }
}

async function waitAsTold(error: unknown, signal: AbortSignal): Promise<void> {
  const header = error instanceof WebhookError ? error.retryAfter : null
  const waitMs = Math.min(readRetryAfterMs(header, Date.now()) ?? 0, LONGEST_WAIT_MS)
  if (waitMs === 0) return
  // The end cuts the wait short.
  await sleep(waitMs, undefined, { signal }).catch(() => {})
}
