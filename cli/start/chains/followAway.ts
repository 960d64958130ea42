import { setTimeout as sleep } from 'node:timers/promises'
import { describeFailure } from '../../../bot/index.ts'
import type { AwayReading, watchAway } from './watchAway.ts'

/** Looks at the second chain again and again, until it is ended. */
export function followAway(
  away: Awaited<ReturnType<typeof watchAway>>,
  { everyMs, onMissed }: { everyMs: number; onMissed(reason: string): void },
) {
  let latest: AwayReading | undefined
  let isEnded = false
  const running = (async () => {
    while (!isEnded) {
      try {
        latest = (await away.read()) ?? latest
      } catch (error) {
        if (!isEnded) onMissed(describeFailure(error))
      }
      await sleep(everyMs)
    }
  })()
  return {
    /** The latest look; undefined: there was none yet. */
    latest: () => latest,
    async end(): Promise<void> {
      isEnded = true
      await running
    },
  }
}
