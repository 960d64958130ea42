// Whether the states of pools from which a measurement was computed again are those under the headers' state roots.
//
// Domain:   pools with the storage of Uniswap v3: slot0 in slot 0, the liquidity in slot 4, the ring from slot 8 on. Of a
//           fork that stores them elsewhere the words differ, and the step says so.
// Source:   UniswapV3Pool.sol (storage), Oracle.sol (Observation).

import type { Address } from 'viem'
import { readReporterSettings } from '../../client/evidence/readReporter.ts'
import { describeNodeFailure } from '../../http/explainNodeFailure.ts'
import { listTimes } from '../../observation/proven/index.ts'
import { askNode } from '../askNode.ts'
import { type Comparison, compare, createStep, differ, join, type Step } from '../compare.ts'
import { VerifySourceError } from '../errors.ts'
import type { Evidence } from '../evidence.ts'
import { listSilent } from '../measured/measurements.ts'
import { type PoolStart, readHeadersSince, readPoolStart } from '../measured/readPoolMemory.ts'
import type { Measurement } from '../readUpdates.ts'
import { findHeader, type ProvenHeader } from './header.ts'
import { readProvenSlots } from './readProvenSlots.ts'
import { TrieProofError } from './trie.ts'

const SLOT0 = 0n
const LIQUIDITY_SLOT = 4n
const RING_SLOT = 8n

/**
 * Proves the pools' states of a measurement, and of those without a report before it.
 *
 * @throws VerifySourceError if the node fails.
 */
export async function provePools(
  evidence: Evidence,
  headers: readonly ProvenHeader[],
  measurement: Measurement,
): Promise<Step> {
  const parts: Comparison[] = []
  const caveats = new Set<string>()
  let count = 0
  for (const one of [...listSilent(evidence.market, measurement), measurement]) {
    for (const { pool, at } of await listStarts(evidence, one)) {
      count += 1
      const { comparison, caveat } = await proveStart(evidence, headers, pool, at)
      parts.push(comparison)
      if (caveat !== undefined) caveats.add(caveat)
      const since = evidence.poolsSince?.get(pool)
      if (since === undefined || since > at + 1n) {
        caveats.add(`the events of the pool ${pool} from block ${at + 1n} on are as the node tells`)
      }
    }
  }
  const step = createStep('pools', `${count} states of pools, half an hour before`, ...parts)
  if (caveats.size > 0) step.caveats = [...caveats]
  return step
}

/** The pools that were read, each with the block from whose end on it was replayed. */
async function listStarts(
  evidence: Evidence,
  { reporter, blockNumber, kind }: Measurement,
): Promise<{ pool: Address; at: bigint }[]> {
  const settings = await askNode(
    readReporterSettings(evidence.client, reporter, blockNumber),
    `the settings of ${reporter} at block ${blockNumber}`,
  )
  const { timestamp } = findHeader(evidence.headers as readonly ProvenHeader[], blockNumber)
  const [oldestAt = 0n] = listTimes(timestamp, settings).pool
  const [first] = await readHeadersSince(evidence, oldestAt, blockNumber)
  const { pool, nativePool } = settings.source
  const pools = new Set(kind === 'none' ? [pool] : [pool, nativePool])
  return [...pools].map((one) => ({ pool: one, at: first?.number ?? 0n }))
}

async function proveStart(
  evidence: Evidence,
  headers: readonly ProvenHeader[],
  pool: Address,
  blockNumber: bigint,
): Promise<{ comparison: Comparison; caveat?: string }> {
  const header = headers.find(({ number }) => number === blockNumber)
  const asTold = `the state of the pool ${pool} at block ${blockNumber} is as the node tells it`
  if (header === undefined) {
    return { comparison: differ(), caveat: `${asTold}: it is before the deployment` }
  }
  const told = await readPoolStart(evidence, pool, blockNumber)
  const slots = [SLOT0, LIQUIDITY_SLOT, RING_SLOT + BigInt(told.index)]
  try {
    const words = await readProvenSlots(evidence.client, pool, slots, header)
    return { comparison: compareStart(told, words) }
  } catch (cause) {
    if (cause instanceof TrieProofError) {
      return { comparison: differ(`block ${blockNumber}: ${cause.message}`) }
    }
    const failure = describeNodeFailure(cause)
    if (failure !== undefined) throw new VerifySourceError(failure, { cause })
    return { comparison: differ(), caveat: `${asTold}: it gives no proof (eth_getProof)` }
  }
}

function compareStart(told: PoolStart, [slot0 = 0n, inRange = 0n, entry = 0n]: bigint[]) {
  const at = `at block ${told.blockNumber}`
  const { tick, index, liquidity, writtenAt, tickSum } = told
  return join(
    compare(`tick ${at}`, BigInt.asIntN(24, slot0 >> 160n), tick),
    compare(`newest entry ${at}`, BigInt.asUintN(16, slot0 >> 184n), BigInt(index)),
    compare(`liquidity ${at}`, BigInt.asUintN(128, inRange), liquidity),
    compare(`entry's time ${at}`, BigInt.asUintN(32, entry), writtenAt),
    compare(`cumulative tick ${at}`, BigInt.asIntN(56, entry >> 32n), tickSum),
  )
}
