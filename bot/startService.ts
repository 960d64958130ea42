import type { Logger } from 'pino'
import type { HealthServerOptions } from './health/startHealthServer.ts'
import { startHealthServer } from './health/startHealthServer.ts'
import { type Monitored, runLoop, type Turning } from './runLoop.ts'

/** What a process has open; it is closed in the opposite order. */
export type Closing = (() => Promise<void>)[]

interface ServiceOptions {
  turning: Turning
  monitor: Monitored
  pollMs: number
  health: Omit<HealthServerOptions, 'isLive' | 'isRunning'>
  closing: Closing
  log: Logger
  /** For the line that says that it has started. */
  said?: object
}

export interface RunningService {
  /** Health and metrics, without a path. */
  url: string
  /** Resolves when it has ended; rejects with JournalUnavailableError if it lost its journal. */
  done: Promise<void>
  /** Finishes the transaction under way, then ends. */
  stop(): Promise<void>
}

/** Runs a loop and its health server, until `stop`; then closes what was open. @throws ListenError */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { turning, monitor, pollMs, health: healthOptions, closing, log, said = {} } = options
  const loop = runLoop(turning, monitor, pollMs)
  // If it is ended while the server starts, the loop has to end as well.
  closing.push(async () => {
    loop.end()
    await loop.done.catch(() => {})
  })
  const { isLive, isRunning } = loop
  const health = await startHealthServer({ ...healthOptions, isLive, isRunning })
  closing.splice(-1, 0, health.close)
  log.info({ event: 'started', health: health.url, ...said }, 'started')
  const done = loop.done.finally(async () => {
    await closeAll(closing)
    log.info({ event: 'ended' }, 'ended')
  })
  // A caller that awaits `done` gets the failure.
  done.catch(() => {})
  return {
    url: health.url,
    done,
    stop: () => {
      loop.end()
      return done
    },
  }
}

export async function closeAll(closing: Closing): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close()
}
