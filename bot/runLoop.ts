import { setTimeout as sleep } from 'node:timers/promises'
import { JournalUnavailableError } from './journal/errors.ts'
import type { Progress } from './submit/createSubmitter.ts'

/** A loop that has not turned for this long is stuck, milliseconds. */
const LIVE_MS = 30_000
/** How long what is under way may take at the end, milliseconds. */
const DRAIN_MS = 20_000

/** Work that is done in turns. */
export interface Turning {
  /**
   * One turn.
   *
   * @param isDraining - Only what is under way is brought to its end.
   * @returns how far the transaction under way is; `settled`: the next turn may follow at once.
   */
  step(isDraining: boolean): Promise<Progress['type']>
}

/** What is told of turns. */
export interface Monitored {
  failed(error: unknown): void
  stepped(elapsedSec: number, isWell: boolean): void
}

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
  /** Finishes the transaction under way; one that is not finished in time stays in the journal. */
  end(): void
}

/** Takes turns until it is ended. A turn that fails is reported, and the loop continues. */
export function runLoop(turning: Turning, monitor: Monitored, pollMs: number): Loop {
  const ending = new AbortController()
  let turnedAtMs = performance.now()

  async function turn(isDraining: boolean) {
    const startedAtMs = performance.now()
    let progress: Progress['type'] | 'failed' = 'failed'
    try {
      progress = await turning.step(isDraining)
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
