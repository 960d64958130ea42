import type { Core } from '../../../core/index.ts'
import type { Across } from '../../../stack/chains/across.ts'
import { createPace } from '../../../stack/chains/keepPace.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import type { Frame } from '../frame.ts'
import { followAway } from './followAway.ts'
import { listAcrossChecks } from './formatAcrossSummary.ts'
import type { AcrossFrame } from './frame.ts'
import { type AcrossSummary, summarizeAcross } from './summarizeAcross.ts'
import { watchAway } from './watchAway.ts'

/** More looks would cost more than they show. */
const LOOK_MS = 500

/** The second chain beside a day that is played at home. */
export interface SecondChainRun {
  /** Lets it keep the time of home's blocks, unix seconds. */
  keepPace(at: bigint): Promise<void>
  /** Home's frame, and what the second chain was at last. */
  addTo(frame: Frame): AcrossFrame
  /** When the day is over: rechecks it, and has home's halt arrive. */
  summarize(core: Core): Promise<AcrossSummary & { isPassed: boolean }>
  /** No more looks. */
  end(): Promise<void>
}

/** Prepares to look at the second chain of a stack beside home. */
export async function openSecondChain(
  stack: Stack,
  across: Across,
  onStep: (step: string) => void,
): Promise<SecondChainRun> {
  const away = await watchAway(stack, across)
  let following: ReturnType<typeof followAway> | undefined
  let nativePriceUsd6 = 0n
  return {
    keepPace: createPace(across.away.urls.rpc),
    addTo(frame) {
      nativePriceUsd6 = frame.nativePriceUsd6
      // From the first look at home on: before it there is no market to look at.
      following ??= followAway(away, {
        everyMs: LOOK_MS,
        onMissed: (reason) => onStep(`${across.away.name} could not be read (${reason})`),
      })
      const latest = following.latest()
      return Object.assign({}, frame, { away: latest?.away, homeAgeSec: latest?.homeAgeSec })
    },
    async summarize(core) {
      await following?.end()
      const summary = await summarizeAcross({ stack, across, core, away, nativePriceUsd6 })
      const isPassed = listAcrossChecks(summary).every(({ isOk }) => isOk)
      return Object.assign(summary, { isPassed })
    },
    async end() {
      await following?.end()
    },
  }
}
