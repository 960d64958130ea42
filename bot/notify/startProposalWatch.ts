import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Address, createPublicClient, fallback } from 'viem'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { describeFailure } from '../describeFailure.ts'
import { createProposalWatch } from './createProposalWatch.ts'
import type { Notice } from './notice.ts'

interface StartOptions {
  governor: Address
  chainUrls: readonly string[]
  /** Seconds before a vote's end at which a message is sent, and seconds between two looks. */
  endingWithin: bigint
  every: bigint
  file: string
  tell(notice: Notice): void
  log: Logger
}

/** Looks at the Governor again and again until it is closed. A look that fails is noted, and the next one catches up. */
export function startProposalWatch(options: StartOptions): { close(): Promise<void> } {
  const { governor, chainUrls, endingWithin, every, file, tell, log } = options
  const client = createPublicClient({
    transport: fallback(chainUrls.map((url) => nodeTransport(url))),
  })
  const look = createProposalWatch({ client, governor, endingWithinSec: endingWithin, file, tell })
  const ending = new AbortController()

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await look()
      } catch (error) {
        log.warn({ event: 'proposals', err: error }, describeFailure(error))
      }
      await sleep(Number(every) * 1_000, undefined, { signal: ending.signal }).catch(() => {})
    }
  }

  const done = run()
  return {
    close: () => {
      ending.abort()
      return done
    },
  }
}
