import type { Address } from 'viem'
import { HOUR_SEC, SEGMENT_SEC } from '../../observation/periods.ts'
import { RecordError, RecordTimeError } from '../errors.ts'
import { formatMinute } from '../formatMinute.ts'
import { MINUTE_SEC } from '../minute.ts'
import type { RecordChain } from './recordChain.ts'
import type { RecordPlan } from './recordPart.ts'

/** Which time is recorded. */
export interface RecordTimes {
  /** Whole minutes, unix seconds; the second is not included. */
  fromAt: bigint
  toAt: bigint
  /**
   * From when on the averages that the record starts with are taken, a whole minute. A whole hour of segments and the
   * segment before it lie between it and `fromAt`. Without it: the last such hour.
   */
  warmUpFromAt?: bigint | undefined
  /** The second, modulo 120, at which segments begin; 0 to 119; without it 0. */
  segmentOffsetSec?: number
}

/** When the warm-up begins. @throws RecordTimeError if a time is not possible for a record. */
export function findBegin(options: RecordTimes): bigint {
  const { fromAt, toAt, warmUpFromAt } = options
  const latest = findLatestBegin(options)
  const times = { from: fromAt, to: toAt, 'warm-up-from': warmUpFromAt ?? latest }
  for (const [name, at] of Object.entries(times)) {
    if (at >= 0n && at % MINUTE_SEC === 0n) continue
    throw new RecordTimeError(
      `--${name} is ${at}, which is no whole minute; give a multiple of 60 s`,
    )
  }
  if (toAt <= fromAt) {
    const [from, to] = [formatMinute(fromAt), formatMinute(toAt)]
    throw new RecordTimeError(`--to is ${to}, not after --from, ${from}; give a later one`)
  }
  if (warmUpFromAt === undefined) return latest
  if (warmUpFromAt <= latest) return warmUpFromAt
  throw createWarmUpError(fromAt, latest)
}

/** The last whole minute from which on there is an hour of segments, and the segment before it, up to `fromAt`. */
export function findLatestBegin({ fromAt, segmentOffsetSec = 0 }: RecordTimes): bigint {
  const hourEndAt = fromAt - ((fromAt - BigInt(segmentOffsetSec)) % HOUR_SEC)
  const at = hourEndAt - HOUR_SEC - SEGMENT_SEC
  return at - (at % MINUTE_SEC)
}

export function createWarmUpError(fromAt: bigint, latest: bigint): RecordTimeError {
  return new RecordTimeError(
    `the warm-up to ${formatMinute(fromAt)} holds no whole hour and the two minutes before it, from which the variance ` +
      `at the start is computed; give a --warm-up-from of ${formatMinute(latest)} or earlier, better seven days before ` +
      '--from',
  )
}

export async function createPlan(
  chain: RecordChain,
  pool: Address,
  { beginAt, fromAt, toAt }: { beginAt: bigint; fromAt: bigint; toAt: bigint },
): Promise<RecordPlan> {
  await chain.checkPool(pool)
  const end = await chain.findBlock(toAt)
  const own = await chain.findBlock(fromAt)
  if (own.number >= end.number) {
    throw new RecordError(
      `the chain has no block from ${formatMinute(fromAt)} to ${formatMinute(toAt)}; give another time`,
    )
  }
  const first = await chain.findBlock(beginAt)
  if (first.number === 0n) {
    throw new RecordError(
      `the chain begins at ${formatMinute(first.timestamp)}, the record with its warm-up at ` +
        `${formatMinute(beginAt)}; give a later --from, or a later --warm-up-from`,
    )
  }
  const before = await chain.readHeader(first.number - 1n)
  return {
    chainId: chain.chainId,
    pool,
    beginAt,
    toAt,
    firstBlock: first.number,
    lastBlock: end.number - 1n,
    parentHash: before.hash,
    poolBefore: await chain.readSpot(pool, before.number),
  }
}

export function requireSame(
  file: string,
  plan: RecordPlan,
  wanted: Pick<RecordPlan, 'chainId' | 'pool' | 'beginAt' | 'toAt'>,
): void {
  const describe = ({ chainId, pool, beginAt, toAt }: typeof wanted) =>
    `pool ${pool} on chain ${chainId} from ${formatMinute(beginAt)} to ${formatMinute(toAt)}`
  if (describe(plan).toLowerCase() === describe(wanted).toLowerCase()) return
  throw new RecordError(
    `${file} holds another recording (${describe(plan)}, its warm-up included; wanted is ${describe(wanted)}); ` +
      'finish that one, remove the file, or give another --output',
  )
}
