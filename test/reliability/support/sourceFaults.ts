import { type FaultyNode, forwardTo } from '../../bot/support/startFaultyNode.ts'
import type { ReplicaStack } from './replicaStack.ts'
import { type Fork, startFork } from './startFork.ts'

export type Meddle = FaultyNode['meddle']

/** What can be wrong with a node. */
export interface Fault {
  /** What the node is, or does. */
  name: string
  /** It begins with the request that sends a push; at once without. */
  isFromPush?: boolean
  begin(stack: ReplicaStack): { meddle: Meddle; end(): Promise<void> }
}

const simple = (meddle: Meddle): Fault['begin'] => {
  return () => ({ meddle, end: async () => {} })
}

/** A node that has left the network, and may be of another chain. */
const forked = (chainId?: number): Fault['begin'] => {
  return (stack) => {
    let starting: Promise<Fork> | undefined
    return {
      async meddle(request) {
        starting ??= startFork(stack, chainId)
        return forwardTo((await starting).url, request)
      },
      end: async () => (await starting)?.stop(),
    }
  }
}

export const isPush = ({ method }: { method: string }) => method === 'eth_sendRawTransaction'

const hang = simple(async (request, forward) => {
  // A push has reached it nevertheless.
  if (isPush(request)) await forward()
  return 'silence'
})

/** Every fault is among them; those that begin with a push go on through the next one. */
export const sourceFaults: readonly Fault[] = [
  { name: 'stale, and keeps a push to itself', isFromPush: true, begin: forked() },
  { name: 'of another chain from a push on', isFromPush: true, begin: forked(10) },
  {
    name: 'refusing pushes with 429',
    begin: simple(async (request, forward) => (isPush(request) ? { status: 429 } : forward())),
  },
  {
    name: 'losing the answer to a push',
    begin: simple(async (request, forward) => {
      const fate = await forward()
      return isPush(request) ? 'silence' : fate
    }),
  },
  // These endpoints are not asked for a while.
  { name: 'refusing with 429', begin: simple(async () => ({ status: 429 })) },
  { name: 'hanging from a push on', isFromPush: true, begin: hang },
]

/** The same faults, when they begin before a push. */
export const furtherSourceFaults: readonly Fault[] = [
  { name: 'stale', begin: forked() },
  { name: 'of another chain', begin: forked(10) },
  { name: 'hanging', begin: hang },
]
