import { hexToString, parseAbiItem } from 'viem'
import { provenReporterAbi } from '../../../abi/evidence.ts'
import { type Observation, type Parameters, unpackUpdate } from '../../../core/index.ts'
import { AttackChain, type BlockChange, type ReporterName, reporterNames } from './attackChain.ts'
import { type Attack, attacks, HONEST_INDEXES, MEASURE_INDEX, PUSH_INDEX } from './attacks.ts'
import { measureCalls, pushCalls } from './calls.ts'

/** What one push said of a market. */
export interface Seen {
  observation: Observation
  /** The model's, before the voters' bounds. */
  target: Parameters
}

export type SeenByAll = Readonly<Record<ReporterName, Seen>>

/** The chain just after the last honest push. */
export async function startAtHonestPush(ring?: number): Promise<AttackChain> {
  const chain = await AttackChain.start(ring)
  try {
    const honest = new Set<number>(HONEST_INDEXES)
    await chain.play(HONEST_INDEXES[1], (index) => {
      if (index === MEASURE_INDEX) return { calls: measureCalls(chain) }
      return honest.has(index) ? { calls: pushCalls(chain) } : undefined
    })
    return chain
  } catch (error) {
    await chain.stop()
    throw error
  }
}

/**
 * Plays up to the push, with what the attack does on the way. The chain is afterwards as it was before.
 *
 * @throws Error if a market took no push.
 */
export function runAttack(
  chain: AttackChain,
  attack: Pick<Attack, 'change' | 'after'>,
): Promise<SeenByAll> {
  return chain.rehearse(async () => {
    const changes = attack.change(chain)
    await chain.play(PUSH_INDEX, (index) => {
      const change = changes.get(index)
      if (index !== PUSH_INDEX) return change
      const calls = [
        ...(change?.calls ?? []),
        ...pushCalls(chain),
        ...(attack.after?.(chain) ?? []),
      ]
      return { ...change, calls } satisfies BlockChange
    })
    return readSeen(chain)
  })
}

/** Nobody does anything. */
export const honest: Pick<Attack, 'change'> = { change: () => new Map() }

/** Each attack's push, by its name. */
export async function runAttacks(chain: AttackChain): Promise<Map<string, SeenByAll>> {
  const seen = new Map<string, SeenByAll>()
  for (const attack of attacks) seen.set(attack.name, await runAttack(chain, attack))
  return seen
}

const updated = parseAbiItem('event Updated(bytes32 indexed marketId, uint256[5] words)')

/** What the last block's pushes said. @throws Error if one of the markets took none. */
export async function readSeen({ client, riskParameters }: AttackChain): Promise<SeenByAll> {
  // Not `getBlockNumber`, which the client remembers for a while.
  const { number: blockNumber } = await client.getBlock()
  const logs = await client.getLogs({
    address: riskParameters,
    event: updated,
    strict: true,
    fromBlock: blockNumber,
    toBlock: blockNumber,
  })
  const byName = new Map(
    logs.map(({ args: { marketId, words } }) => {
      const { observation, target } = unpackUpdate(words)
      return [hexToString(marketId, { size: 32 }), { observation, target }]
    }),
  )
  const seen = Object.fromEntries(reporterNames.map((name) => [name, byName.get(name)]))
  const missing = reporterNames.filter((name) => seen[name] === undefined)
  if (missing.length === 0) return seen as SeenByAll
  throw new Error(`no update of ${missing.join(', ')} in block ${blockNumber}`)
}

/** What a reporter remembers. */
export function readKept({ client, reporters }: AttackChain, name: ReporterName) {
  return client.readContract({
    address: reporters[name],
    abi: provenReporterAbi,
    functionName: 'state',
  })
}
