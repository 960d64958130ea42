// One turn of a relayer's work: read every chain, find what is due on each, send.
//
// Method:   a turn looks at the chains and the journal alone; what is kept in memory saves requests, and can be lost. A
//           chain that does not answer is left aside, and the others are served. Several relayers do no harm: each
//           asks the chains first what is done already, and the contracts count everything once.

import type { Hex } from 'viem'
import { JournalUnavailableError } from '../journal/errors.ts'
import type { Turning } from '../runLoop.ts'
import type { ChainHead, Endpoints } from '../sources/createEndpoints.ts'
import type { Failover } from '../submit/createFailover.ts'
import type { Progress } from '../submit/createSubmitter.ts'
import type { Backoff } from './createBackoff.ts'
import type { createDeliveries } from './createDeliveries.ts'
import type { ChainEvents, EventBook } from './createEventBook.ts'
import type { createGovernanceErrands } from './createGovernanceErrands.ts'
import type { RelayerMonitor } from './createRelayerMonitor.ts'
import type { createSends } from './createSends.ts'
import type { AwayChain, AwayContracts, RelayChain } from './relayChain.ts'
import type { RelayDraft } from './relayDraft.ts'

/** A chain with all that a relayer does there. */
export interface ServedChain extends RelayChain {
  endpoints: Endpoints
  book: EventBook
  submitter: Failover<RelayDraft>
  /** Its contracts that take what home sends; undefined: it is home. */
  away: AwayContracts | undefined
  /** Told the time of the latest block, unix seconds. */
  onHead(timestamp: bigint): void
}

interface RelayerOptions {
  chains: readonly ServedChain[]
  deliveries: ReturnType<typeof createDeliveries>
  governance: ReturnType<typeof createGovernanceErrands>
  sends: ReturnType<typeof createSends>
  backoff: Backoff
  monitor: RelayerMonitor
}

/** What a chain has told in this turn. */
interface Reading {
  head: ChainHead
  events: ChainEvents
}

export function createRelayer(options: RelayerOptions): Turning {
  const { chains, deliveries, governance, sends, backoff, monitor } = options
  const balanceAt = new Map<number, Hex>()

  async function read(chain: ServedChain): Promise<Reading> {
    const head = await chain.endpoints.readHead()
    chain.onHead(head.block.timestamp)
    const events = await chain.book.read(head.block)
    monitor.headRead(chain, head)
    return { head, events }
  }

  /** What is due on a chain; what was voted goes first. */
  async function findDrafts(
    chain: ServedChain,
    { head, events }: Reading,
    told: ReadonlyMap<number, ChainEvents>,
  ): Promise<RelayDraft[]> {
    const deepTo = head.block.number - chain.depth + 1n
    const due = await deliveries.find(chain, told, deepTo)
    monitor.counted(chain, deliveries.countOpen(chain, told))
    if (!isAway(chain)) {
      const posts = await governance.findPosts(events, (chainId) => told.has(chainId))
      const vectors: RelayDraft[] = []
      for (const other of chains) {
        if (isAway(other) && told.has(other.chainId)) {
          vectors.push(...(await sends.find(other, events)))
        }
      }
      return [...posts, ...due, ...vectors]
    }
    return [...(await governance.findExecutions(chain, events)), ...due]
  }

  /** Sends the first draft that nothing stands against; without one it goes on with what is under way. */
  async function send(
    chain: ServedChain,
    drafts: readonly RelayDraft[],
    inUse: readonly number[],
  ): Promise<Progress> {
    let progress: Progress = { type: 'idle' }
    for (const draft of drafts.length > 0 ? drafts : [undefined]) {
      progress = await chain.submitter.advance(draft, inUse)
      monitor.progressed(chain, progress, draft)
      if (progress.type === 'settled') note(progress)
      if (progress.type !== 'held' || draft === undefined) break
      if (progress.reason !== 'refused') break
      backoff.noteFailure(draft.key)
    }
    return progress
  }

  function note({ record: { subject }, settlement }: Extract<Progress, { type: 'settled' }>): void {
    if (subject.kind !== 'relay') return
    if (settlement.outcome === 'taken') backoff.forget(subject.key)
    else backoff.noteFailure(subject.key)
  }

  async function serve(
    chain: ServedChain,
    reading: Reading,
    told: ReadonlyMap<number, ChainEvents>,
    isDraining: boolean,
  ): Promise<Progress['type']> {
    const { head } = reading
    const drafts = isDraining ? [] : await findDrafts(chain, reading, told)
    const progress = await send(chain, drafts, head.inUse)
    if (balanceAt.get(chain.chainId) !== head.block.hash) {
      monitor.balanceRead(chain, await chain.submitter.checkBalance())
      balanceAt.set(chain.chainId, head.block.hash)
    }
    return progress.type
  }

  /** Undefined where the chain fails, which the monitor hears. */
  async function guard<Answer>(
    chain: ServedChain,
    work: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    try {
      return await work()
    } catch (error) {
      if (error instanceof JournalUnavailableError) throw error
      monitor.chainFailed(chain, error)
      return undefined
    }
  }

  return {
    async step(isDraining) {
      const readings = new Map<number, Reading>()
      await Promise.all(
        chains.map(async (chain) => {
          const reading = await guard(chain, () => read(chain))
          if (reading !== undefined) readings.set(chain.chainId, reading)
        }),
      )
      const told = new Map([...readings].map(([chainId, { events }]) => [chainId, events]))
      const progresses = await Promise.all(
        chains.map((chain) =>
          guard(chain, async () => {
            const reading = readings.get(chain.chainId)
            return reading && serve(chain, reading, told, isDraining)
          }),
        ),
      )
      const order = ['settled', 'sent', 'shallow', 'waiting', 'held'] as const
      return order.find((type) => progresses.includes(type)) ?? 'idle'
    },
  }
}

function isAway(chain: ServedChain): chain is ServedChain & AwayChain {
  return chain.away !== undefined
}
