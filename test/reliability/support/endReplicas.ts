import type { ReplicaStack, TestReplica } from './replicaStack.ts'
import { whileBlocksCome } from './whileBlocksCome.ts'

/** Ends replicas of a stack that goes on; what is under way ends with some blocks more. */
export async function endReplicas(
  stack: ReplicaStack,
  replicas: readonly TestReplica[],
): Promise<void> {
  await whileBlocksCome(stack, () => Promise.all(replicas.map(({ bot }) => bot.stop())))
}
