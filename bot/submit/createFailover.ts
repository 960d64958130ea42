import type { Submitter } from './createSubmitter.ts'

/**
 * Goes on with the next endpoint where one throws, or refuses what others agree on. Each step looks at the journal
 * first, so that it does not matter which endpoint the one before used; within a step there is only one.
 *
 * @param submitters - One an endpoint, all with one journal; at least one.
 */
export function createFailover(submitters: readonly Submitter[]): Submitter {
  let at = 0
  const current = () => submitters[at % submitters.length] as Submitter
  const orNext = async <Answer>(ask: (submitter: Submitter) => Promise<Answer>) => {
    try {
      return await ask(current())
    } catch (error) {
      at += 1
      throw error
    }
  }
  return {
    async advance(draft) {
      const progress = await orNext((submitter) => submitter.advance(draft))
      const isRefusal =
        progress.type === 'held' && /^(refused|target-differs)$/.test(progress.reason)
      if (isRefusal) at += 1
      return progress
    },
    checkBalance: () => orNext((submitter) => submitter.checkBalance()),
  }
}
