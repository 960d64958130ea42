// Two RPC endpoints of one replica that both look healthy, and differ.
//
// Method:   it is the replica's turn in an epoch in which one of its endpoints lies: it neither pushes nor signs, and says
//           so; the two others push for it. When the lie is over, it takes its turn again.

import { type Hex, numberToHex, toFunctionSelector } from 'viem'
import { riskParametersAbi } from '../../../abi/index.ts'
import { type FaultyNode, startFaultyNode } from '../../bot/support/startFaultyNode.ts'
import { everyEpoch } from '../support/beginEpochs.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { passTurn, passWithout } from '../support/passTurn.ts'
import { readHealth, waitUntilWell } from '../support/readHealth.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import type { Meddle } from '../support/sourceFaults.ts'
import { until } from '../support/until.ts'
import { whileBlocksCome } from '../support/whileBlocksCome.ts'

const ROUNDS: Record<DrillSize, number> = { short: 1, long: 10 }

export interface ContradictionFigures {
  /** How many lies there were. */
  lies: number
  /** From a lie to the halt, the worst of all, milliseconds: the alarm comes `alarms.after` later. */
  noticedMs: number
  /** Pushes that the contract took, each of them right. */
  pushes: number
}

/** @throws Error if the replica pushes or signs under a lie, or nobody pushes. */
export async function drillContradictions(
  stack: ReplicaStack,
  size: DrillSize,
): Promise<ContradictionFigures> {
  const { number: fromBlock } = await stack.client.getBlock()
  const node = await startFaultyNode(stack.stack.urls.rpc)
  const replicas: TestReplica[] = []
  try {
    const replica = await stack.startReplica(0, {
      chain: { endpoints: [{ url: stack.stack.urls.rpc }, { url: node.url }] },
      alarms: { after: '1 s' },
      ...everyEpoch,
    })
    replicas.push(replica)
    for (const at of [1, 2]) replicas.push(await stack.startReplica(at, everyEpoch))
    await passTurn(stack, 0)
    const timesMs: number[] = []
    for (let round = 0; round < ROUNDS[size]; round++) {
      for (const [name, meddle] of Object.entries(createLies(stack))) {
        timesMs.push(await drillLie(stack, replica, node, name, meddle))
      }
    }
    return {
      lies: timesMs.length,
      noticedMs: Math.round(Math.max(...timesMs)),
      pushes: await checkPushes(stack, fromBlock),
    }
  } finally {
    await endReplicas(stack, replicas)
    await node.close()
  }
}

/** Each is about what comes, and says the truth about what was. */
function createLies({ client }: ReplicaStack): Record<string, Meddle> {
  const stateSelector = toFunctionSelector(
    riskParametersAbi.find((item) => 'name' in item && item.name === 'marketState') as never,
  )
  const change =
    (isIt: (request: Parameters<Meddle>[0]) => boolean, lie: (result: never) => unknown): Meddle =>
    async (request, forward) => {
      const fate = await forward()
      const isTrue = typeof fate === 'string' || !('result' in fate) || !fate.result
      return isTrue || !isIt(request) ? fate : { result: lie(fate.result as never) }
    }
  const isStateCall = ({ method, params }: Parameters<Meddle>[0]) => {
    return method === 'eth_call' && (params[0] as { data: Hex }).data.startsWith(stateSelector)
  }
  const from = client.getBlockNumber()
  const hash = numberToHex(7, { size: 32 })
  return {
    'another block': async (request, forward) => {
      const number = await from
      return change(
        ({ method }) => method === 'eth_getBlockByNumber',
        (block: { number: Hex }) => (BigInt(block.number) > number ? { ...block, hash } : block),
      )(request, forward)
    },
    'another state of the market': change(isStateCall, (words: Hex) => {
      // The first of its words, which is a value in force.
      return numberToHex(BigInt(words.slice(0, 66)) + 1n, { size: 32 }) + words.slice(66)
    }),
  }
}

async function drillLie(
  stack: ReplicaStack,
  replica: TestReplica,
  node: FaultyNode,
  name: string,
  meddle: Meddle,
): Promise<number> {
  try {
    node.meddle = meddle
    await stack.mine()
    const begunAtMs = performance.now()
    const isHalted = async () => {
      const { isReady, problems } = await readHealth(replica)
      return !isReady && problems.contradiction ? true : undefined
    }
    await until('the contradiction to be noticed', isHalted)
    const noticedMs = performance.now() - begunAtMs
    await passWithout(stack, replica, 0, 'contradiction')
    node.meddle = (_, forward) => forward()
    await whileBlocksCome(stack, () => waitUntilWell(replica))
    await passTurn(stack, 0)
    return noticedMs
  } catch (error) {
    const { message } = error as Error
    throw new Error(`while an endpoint tells of ${name}: ${message}`, { cause: error })
  } finally {
    node.meddle = (_, forward) => forward()
  }
}
