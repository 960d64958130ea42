// One turn of the keeper of a whole: ask home and every chain, decide, send.
//
// Method:   a turn looks at the chains and the journal alone; what it keeps in memory (what was sent lately, what was
//           refused) saves fees, and can be lost. A chain that does not answer is left out, and the others are served.
//           Several keepers do no harm: each asks first what is done already, and the contracts count everything once.

import type { Address, Hex, PublicClient } from 'viem'
import { describeFailure } from '../../describeFailure.ts'
import { JournalUnavailableError } from '../../journal/errors.ts'
import type { Turning } from '../../runLoop.ts'
import type { ChainHead, Endpoints } from '../../sources/createEndpoints.ts'
import type { Failover } from '../../submit/createFailover.ts'
import type { Progress } from '../../submit/createSubmitter.ts'
import type { WholeMonitor } from './createWholeMonitor.ts'
import { decideWhole, type WholeSettings } from './decideWhole.ts'
import { readBook } from './readBook.ts'
import { readMessageFee } from './readMessageFee.ts'
import { readWhole, type WholeReading } from './readWhole.ts'
import type { WholeDraft } from './wholeErrand.ts'
import type { ChainState, WholeChain } from './wholeState.ts'

/** A chain with all that the keeper does there. */
export interface ServedChain extends WholeChain {
  gasPriceOracle: Address | undefined
  endpoints: Pick<Endpoints, 'readHead' | 'askEach'>
  submitter: Failover<WholeDraft>
  /** Told the time of the latest block, unix seconds. */
  onHead(timestamp: bigint): void
}

interface WholeKeeperOptions {
  /** Home is the first. */
  chains: readonly [ServedChain, ...ServedChain[]]
  settings: WholeSettings
  /** What was sent is not sent again for so long, seconds: a message needs its time. */
  repeatSec: number
  monitor: WholeMonitor
  /** Unix seconds. */
  clock(): number
}

export function createWholeKeeper(options: WholeKeeperOptions): Turning {
  const { chains, settings, repeatSec, monitor, clock } = options
  const [home] = chains
  const sentAt = new Map<string, number>()
  const balanceAt = new Map<number, Hex>()

  const keyOf = (chainId: number, { action, detail }: WholeDraft) =>
    `${chainId} ${action} ${detail}`

  async function readAll() {
    const heads = new Map<number, ChainHead>()
    const failures = new Map<number, string>()
    await Promise.all(
      chains.map(async (chain) => {
        try {
          const head = await chain.endpoints.readHead()
          chain.onHead(head.block.timestamp)
          heads.set(chain.chainId, head)
          monitor.chainRead(chain)
        } catch (error) {
          failures.set(chain.chainId, describeFailure(error))
          monitor.chainFailed(chain, error)
        }
      }),
    )
    return { heads, failures }
  }

  async function ask<Answer>(
    { endpoints }: ServedChain,
    { inUse }: ChainHead,
    question: (client: PublicClient) => Promise<Answer>,
  ): Promise<Answer> {
    const { answers } = await endpoints.askEach(question, inUse)
    return (answers[0] as (typeof answers)[number]).answer
  }

  async function readState(
    chain: ServedChain,
    heads: ReadonlyMap<number, ChainHead>,
    whole: WholeReading,
    failure: string | undefined,
  ): Promise<ChainState> {
    const head = heads.get(chain.chainId)
    const address = whole.chains.find(({ chainId }) => Number(chainId) === chain.chainId)?.book
    if (head === undefined || address === undefined) {
      return { chain, book: failure ?? 'the portfolio does not know it', messageFeeWei: 0n }
    }
    const routesTo = (chain === home ? chains.slice(1) : [home]).map(({ chainId }) => chainId)
    const { gasPriceOracle, messenger } = chain
    try {
      return await ask(chain, head, async (client) => {
        const [book, messageFeeWei] = await Promise.all([
          readBook(client, { book: address, routesTo, gasPriceOracle }),
          readMessageFee(client, messenger, (chain === home ? chains[1] : home)?.chainId),
        ])
        return { chain, book, messageFeeWei }
      })
    } catch (error) {
      monitor.chainFailed(chain, error)
      return { chain, book: describeFailure(error), messageFeeWei: 0n }
    }
  }

  /** Sends the first draft that nothing stands against; without one it goes on with what is under way. */
  async function serve(
    chain: ServedChain,
    head: ChainHead,
    drafts: readonly WholeDraft[],
  ): Promise<Progress['type']> {
    const fresh = drafts.filter((draft) => {
      const last = sentAt.get(keyOf(chain.chainId, draft))
      return last === undefined || clock() - last >= repeatSec
    })
    let progress: Progress = { type: 'idle' }
    for (const draft of fresh.length > 0 ? fresh : [undefined]) {
      progress = await chain.submitter.advance(draft, head.inUse)
      monitor.progressed(chain, progress, draft)
      if (draft !== undefined && (progress.type === 'sent' || progress.type === 'held')) {
        sentAt.set(keyOf(chain.chainId, draft), clock())
      }
      if (progress.type !== 'held' || draft === undefined || progress.reason !== 'refused') break
    }
    if (balanceAt.get(chain.chainId) !== head.block.hash) {
      monitor.balanceRead(chain, await chain.submitter.checkBalance())
      balanceAt.set(chain.chainId, head.block.hash)
    }
    return progress.type
  }

  async function decide(heads: ReadonlyMap<number, ChainHead>, failures: Map<number, string>) {
    const head = heads.get(home.chainId)
    if (head === undefined) return undefined
    const whole = await ask(home, head, (client) => readWhole(client, settings.portfolio))
    const states = await Promise.all(
      chains.map((chain) => readState(chain, heads, whole, failures.get(chain.chainId))),
    )
    const decision = decideWhole(whole, states, settings)
    monitor.decided(whole, decision, chains)
    return decision
  }

  return {
    async step(isDraining) {
      const { heads, failures } = await readAll()
      const decision = isDraining ? undefined : await decide(heads, failures)
      const progresses = await Promise.all(
        chains.map(async (chain) => {
          const head = heads.get(chain.chainId)
          if (head === undefined) return undefined
          try {
            return await serve(chain, head, decision?.drafts.get(chain.chainId) ?? [])
          } catch (error) {
            if (error instanceof JournalUnavailableError) throw error
            monitor.chainFailed(chain, error)
            return undefined
          }
        }),
      )
      const order = ['settled', 'sent', 'shallow', 'waiting', 'held'] as const
      return order.find((type) => progresses.includes(type)) ?? 'idle'
    },
  }
}
