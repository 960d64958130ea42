import { createBar } from '../io/createBar.ts'

/** Steps of the bar. */
const WHOLE = 1_000

/** A bar over all runs, on a terminal that can draw it. */
export function showProgress() {
  const bar = createBar('backtest [{bar}] {percentage} %', 18)
  let isStarted = false
  return {
    update(share: number): void {
      if (!isStarted) bar?.start(WHOLE, 0)
      isStarted = true
      bar?.update(Math.floor(share * WHOLE))
    },
    stop(): void {
      if (isStarted) bar?.stop()
      isStarted = false
    },
  }
}
