import type { Progress, Submitter } from './createSubmitter.ts'

export interface Failover<Draft> extends Pick<Submitter<Draft>, 'checkBalance'> {
  /**
   * `Submitter.advance` by one of the endpoints.
   *
   * @param inUse - The endpoints that have the chain's latest block, by their places. An endpoint that is behind, or on
   * another chain, cannot judge transactions. Default: all endpoints.
   */
  advance(draft?: Draft, inUse?: readonly number[]): Promise<Progress>
}

/**
 * Uses the next endpoint if one throws, refuses what others accept, or rejects a transaction.
 * Each step looks at the journal first, so that it does not matter which endpoint the one before used; within a step
 * there is only one.
 *
 * @param submitters - One an endpoint, all with one journal; at least one.
 */
export function createFailover<Draft>(submitters: readonly Submitter<Draft>[]): Failover<Draft> {
  let at = 0
  const orNext = async <Answer>(ask: (submitter: Submitter<Draft>) => Promise<Answer>) => {
    try {
      return await ask(submitters[at] as Submitter<Draft>)
    } catch (error) {
      goOn()
      throw error
    }
  }
  const goOn = () => {
    at = (at + 1) % submitters.length
  }
  return {
    async advance(draft, inUse = [at]) {
      while (inUse.length > 0 && !inUse.includes(at)) goOn()
      const progress = await orNext((submitter) => submitter.advance(draft))
      const isRefusal =
        progress.type === 'held' && /^(refused|target-differs)$/.test(progress.reason)
      const isDiscontent = progress.type === 'sent' && progress.problem !== undefined
      if (isRefusal || isDiscontent) goOn()
      return progress
    },
    checkBalance: () => orNext((submitter) => submitter.checkBalance()),
  }
}
