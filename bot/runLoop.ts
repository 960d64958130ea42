import { setTimeout as sleep } from 'node:timers/promises'
import type { Monitor } from './health/createMonitor.ts'
import { JournalUnavailableError } from './journal/errors.ts'
import type { Replica } from './replica/createReplica.ts'

/** A loop that has not turned for this long is stuck, milliseconds. */
const LIVE_MS = 30_000
/** How long what is under way may take at the end, milliseconds. */
const DRAIN_MS = 20_000

export interface Loop {
  /**
   * Resolves when it has ended, and what was under way with it; rejects with JournalUnavailableError if the journal is
   * lost: nothing may be sent without it, and only a new start opens it again.
   */
  done: Promise<void>
  /** Whether the loop has made a turn recently. */
  isLive(): boolean
  /** Whether its end has not begun. */
  isRunning(): boolean
  /** Finishes the push under way; a push that is not finished in time stays in the journal. */
  end(): void
}

/** Turns a replica's work until it is ended. A turn that fails is reported, and the loop continues. */
export function runLoop(replica: Replica, monitor: Monitor, pollMs: number): Loop {
  const ending = new AbortController()
  let turnedAtMs = performance.now()

  async function turn(isDraining: boolean) {
    const startedAtMs = performance.now()
    let progress: Awaited<ReturnType<Replica['step']>> | 'failed' = 'failed'
    try {
      progress = await replica.step(isDraining)
    } catch (error) {
      monitor.failed(error)
      if (error instanceof JournalUnavailableError) throw error
    }
    turnedAtMs = performance.now()
    monitor.stepped((turnedAtMs - startedAtMs) / 1_000, progress !== 'failed')
    return progress
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      if ((await turn(false)) === 'settled') continue
      // `end` aborts this wait.
      await sleep(pollMs, undefined, { signal: ending.signal }).catch(() => {})
    }
    const endAtMs = performance.now() + DRAIN_MS
    while (performance.now() < endAtMs) {
      const progress = await turn(true)
      if (progress === 'idle') return
      if (progress !== 'settled') await sleep(pollMs)
    }
  }

  return {
    done: run(),
    isLive: () => performance.now() - turnedAtMs < LIVE_MS,
    isRunning: () => !ending.signal.aborted,
    end: () => ending.abort(),
  }
}
