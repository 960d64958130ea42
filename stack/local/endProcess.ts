import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, type ProcessIdentity } from '../../files/processIdentity.ts'

const POLL_MS = 50
/** How long a killed process may take to be gone: the system may have to write for it. */
const KILLED_SEC = 30

/**
 * Ends a process that this one has not started: it is asked to, and killed if it does not listen. Touches nothing that
 * merely has the id of it.
 *
 * @param graceSec - How long it gets between the two, seconds.
 * @returns whether it is gone.
 */
export async function endProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  graceSec: number,
): Promise<boolean> {
  for (const [kind, sec] of [
    [signal, graceSec],
    ['SIGKILL', KILLED_SEC],
  ] as const) {
    if (!(await isRunning(identity))) return true
    try {
      process.kill(identity.pid, kind)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
    if (await isGoneWithin(identity, sec)) return true
  }
  return false
}

/** Waits for the end of a process, `sec` seconds at most. */
export async function isGoneWithin(identity: ProcessIdentity, sec: number): Promise<boolean> {
  const until = performance.now() + sec * 1_000
  while (await isRunning(identity)) {
    if (performance.now() > until) return false
    await sleep(POLL_MS)
  }
  return true
}
