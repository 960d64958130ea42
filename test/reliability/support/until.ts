import { setTimeout as sleep } from 'node:timers/promises'

/** Against hanging alone: on a busy machine everything takes many times as long. */
const GUARD_MS = 300_000

/** Asks until there is an answer. @throws Error with what was waited for, if there is none in time. */
export async function until<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined> | Answer | undefined,
  timeoutMs = GUARD_MS,
): Promise<Answer> {
  const endAtMs = performance.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > endAtMs) throw new Error(`${what}: not within ${timeoutMs} ms`)
    await sleep(20)
  }
}
