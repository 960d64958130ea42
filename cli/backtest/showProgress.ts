import { createBar } from '../io/createBar.ts'

/** Steps of the bar. */
const WHOLE = 1_000

/** A bar over all runs, on a terminal that can draw it. */
export function showProgress() {
  const bar = createBar('run {run} of {runs} [{bar}] {percentage} %', 28)
  let isStarted = false
  return {
    update({ run, runs, share }: { run: number; runs: number; share: number }): void {
      const payload = { run: run + 1, runs }
      if (!isStarted) bar?.start(WHOLE, 0, payload)
      isStarted = true
      bar?.update(Math.floor(((run + share) / runs) * WHOLE), payload)
    },
    stop(): void {
      if (isStarted) bar?.stop()
      isStarted = false
    },
  }
}
