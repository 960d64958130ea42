import type { StartCheck } from '../../bot/checkStart.ts'
import { describeFailure } from '../../bot/describeFailure.ts'

/** Checks of one matter, under one heading. Never rejects. */
export interface CheckGroup {
  title: string
  checks: Promise<StartCheck[]>
}

/** What is there. */
export function pass(name: string, detail: string): StartCheck {
  return { name, isOk: true, detail }
}

/** What is wrong, and what to do. */
export function mend(name: string, detail: string): StartCheck {
  return { name, isOk: false, detail }
}

/** Runs checks; what they throw is a thing to mend under `name`. */
export async function attempt(
  name: string,
  run: () => StartCheck | StartCheck[] | Promise<StartCheck | StartCheck[]>,
): Promise<StartCheck[]> {
  try {
    return [await run()].flat()
  } catch (error) {
    return [mend(name, describeFailure(error))]
  }
}

/** The checks of several runs, in their order. */
export async function gather(runs: readonly Promise<StartCheck[]>[]): Promise<StartCheck[]> {
  return (await Promise.all(runs)).flat()
}
