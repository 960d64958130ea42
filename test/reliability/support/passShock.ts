import { parseGwei } from 'viem'
import { riskParametersAbi } from '../../../abi/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { beginNextEpoch } from './beginEpochs.ts'
import type { ReplicaStack } from './replicaStack.ts'
import { until } from './until.ts'
import { waitForIndex } from './waitForIndex.ts'

const CALM_FEE = parseGwei('30')
const SHOCK_FEE = parseGwei('3000')
const SEGMENT_SEC = 120n
const EPOCH_SEC = 600n
const BLOCK_SEC = 12n
/** So many blocks are waited for at most. */
const MOST_BLOCKS = 20

export interface Shock {
  /** From the block that shows the shock, which the index has, to the one with the tightened value. */
  blocks: number
  /** From when the index has that block to the tightened value readable, milliseconds. */
  elapsedMs: number
}

/**
 * An epoch that has had its push when gas becomes a hundred times as dear: two segments of it move the fast median. The
 * next block comes as soon as a push is waiting for it, or after the 12 s of a slot.
 *
 * @throws Error if the value is not tightened within the same epoch.
 */
export async function passShock(stack: ReplicaStack): Promise<Shock> {
  const { client } = stack
  // So that neither median knows the shock before.
  await mineAtFee(stack, CALM_FEE, 4n * EPOCH_SEC)
  const epoch = await beginNextEpoch(stack)
  await stack.mineUntilCounted(epoch)
  const beginsAt = epoch * EPOCH_SEC
  const { timestamp } = await client.getBlock()
  if (timestamp > beginsAt + 2n * SEGMENT_SEC - BLOCK_SEC) {
    throw new Error(`the push of epoch ${epoch} counts ${timestamp - beginsAt} s after its begin`)
  }
  const startsAt = beginsAt + SEGMENT_SEC * ((timestamp - beginsAt) / SEGMENT_SEC + 1n)
  await mineAtFee(stack, CALM_FEE, startsAt - BLOCK_SEC - timestamp)
  await waitForIndex(stack)
  await mineAtFee(stack, SHOCK_FEE, 2n * SEGMENT_SEC)
  const before = await readBand(stack)
  await mineAtFee(stack, SHOCK_FEE, BLOCK_SEC)
  const shown = await client.getBlock()
  await waitForIndex(stack)
  const shownAtMs = performance.now()
  for (let blocks = 1; blocks <= MOST_BLOCKS; blocks++) {
    await waitForPush(stack)
    await mineAtFee(stack, SHOCK_FEE, BLOCK_SEC)
    const observedAt = BigInt((await stack.readState()).observedAt)
    if (observedAt < shown.timestamp) continue
    const band = await readBand(stack)
    if (observedAt / EPOCH_SEC === epoch && band > before) {
      return { blocks, elapsedMs: performance.now() - shownAtMs }
    }
    throw new Error(`evidence of ${observedAt} left the band at ${band}, before it was ${before}`)
  }
  throw new Error(`the shock of block ${shown.number} is in none of ${MOST_BLOCKS} values`)
}

/** Blocks of a base fee, a slot apart, until so many seconds have passed. */
async function mineAtFee(stack: ReplicaStack, baseFeePerGas: bigint, sec: bigint): Promise<void> {
  let { timestamp } = await stack.client.getBlock()
  const endAt = timestamp + sec
  // A minute is short enough for the mean of a segment.
  const stepSec = sec > EPOCH_SEC ? 60n : BLOCK_SEC
  while (timestamp < endAt) {
    timestamp = timestamp + stepSec < endAt ? timestamp + stepSec : endAt
    await stack.client.setNextBlockBaseFeePerGas({ baseFeePerGas })
    await stack.mineAt(timestamp)
  }
}

async function readBand(stack: ReplicaStack): Promise<number> {
  const [{ bandPips }] = await stack.client.readContract({
    address: stack.stack.addresses.governance.riskParameters,
    abi: riskParametersAbi,
    functionName: 'parameters',
    args: [LOCAL_MARKET_ID],
  })
  return bandPips
}

async function waitForPush(stack: ReplicaStack): Promise<void> {
  const hasPush = async () => {
    return (await stack.client.getTxpoolStatus()).pending > 0 ? true : undefined
  }
  await until('a push', hasPush, Number(BLOCK_SEC) * 1_000).catch(() => {})
}
