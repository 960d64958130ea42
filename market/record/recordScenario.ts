import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Address } from 'viem'
import { HOUR_SEC, SEGMENT_SEC } from '../../observation/periods.ts'
import { RecordError, RecordTimeError } from '../errors.ts'
import { formatMinute } from '../formatMinute.ts'
import { writeScenario } from '../import/importScenario.ts'
import { MINUTE_SEC } from '../minute.ts'
import { computeStart } from '../observations.ts'
import type { Scenario } from '../scenarioTable.ts'
import { RecordChain } from './recordChain.ts'
import { countBlocks, type ReadOptions, readChunks } from './recordChunks.ts'
import { computeMinutes, type PoolChange } from './recordMinutes.ts'
import { RecordPart, type RecordPlan } from './recordPart.ts'

export interface RecordOptions extends ReadOptions {
  /** Of a node, by http or https. */
  url: string
  pool: Address
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
  /** What stands in the file as its source, one line; without it pool, chain and blocks. */
  source?: string | undefined
  /** Where the scenario goes. */
  file: string
}

export interface RecordResult {
  scenario: Scenario
  chainId: number
  /** With the warm-up. */
  firstBlock: bigint
  lastBlock: bigint
  /** How many of them an earlier run had recorded. */
  resumedBlocks: number
  /** In the recorded minutes, without the warm-up. */
  trades: number
  liquidityChanges: number
}

/**
 * Records a scenario from a node's headers and a pool's events. The file appears whole or not at all; what has
 * been read so far is in a file next to it, from which the same call goes on after a failure or a kill.
 *
 * @throws RecordTimeError, before anything is asked; RecordError if the node or the pool cannot be recorded;
 *   ScenarioFileError, FileError; the signal's reason if it ends the recording.
 */
export async function recordScenario(options: RecordOptions): Promise<RecordResult> {
  const { url, pool, fromAt, toAt, file, signal, segmentOffsetSec = 0 } = options
  const beginAt = findBegin(options)
  const chain = await RecordChain.open(url, signal)
  const part = new RecordPart(isPlain(file) ? file : join(tmpdir(), basename(file)))
  const { plan, chunks } = part.read() ?? {
    plan: await createPlan(chain, pool, { beginAt, fromAt, toAt }),
    chunks: [],
  }
  const wanted = { chainId: chain.chainId, pool, beginAt, toAt }
  requireSame(part.file, plan, wanted)
  if (chunks.length === 0) part.begin(plan)
  const resumedBlocks = countBlocks(chunks)
  await readChunks(chain, plan, chunks, part, options)

  const { firstBlock, lastBlock, feeBefore, poolBefore } = plan
  const blocks = chunks.flatMap((chunk) => chunk.blocks)
  const changes = chunks.flatMap((chunk) => chunk.changes)
  const all = computeMinutes({ fromAt: beginAt, toAt, blocks, changes, feeBefore, poolBefore })
  const before = all.filter(({ minuteAt }) => minuteAt < fromAt)
  const start = computeStart(before, segmentOffsetSec)
  if (start === undefined) throw createWarmUpError(fromAt, findLatestBegin(options))
  const { chainId } = chain
  const scenario: Scenario = {
    day: formatMinute(fromAt).slice(0, 10),
    source:
      options.source ??
      `Uniswap v3 pool ${pool} on chain ${chainId}, blocks ${firstBlock} to ${lastBlock}; base fee of the headers`,
    warmUpRecord: `${formatMinute(beginAt)} to ${formatMinute(fromAt)} UTC, ${before.length} minutes, 0 missing`,
    start,
    minutes: all.slice(before.length),
  }
  signal?.throwIfAborted()
  await writeScenario(file, scenario)
  part.remove()
  const own = changes.filter(({ timestamp }) => timestamp >= fromAt)
  const count = (kind: PoolChange['kind']) => own.filter((change) => change.kind === kind).length
  return {
    scenario,
    chainId,
    firstBlock,
    lastBlock,
    resumedBlocks,
    trades: count('swap'),
    liquidityChanges: count('liquidity'),
  }
}

/** Whether a file can have another beside it: a device or a pipe has none. */
function isPlain(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? true
}

/** When the warm-up begins. @throws RecordTimeError if a time is not possible for a record. */
function findBegin(options: RecordOptions): bigint {
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
function findLatestBegin({ fromAt, segmentOffsetSec = 0 }: RecordOptions): bigint {
  const hourEndAt = fromAt - ((fromAt - BigInt(segmentOffsetSec)) % HOUR_SEC)
  const at = hourEndAt - HOUR_SEC - SEGMENT_SEC
  return at - (at % MINUTE_SEC)
}

function createWarmUpError(fromAt: bigint, latest: bigint): RecordTimeError {
  return new RecordTimeError(
    `the warm-up to ${formatMinute(fromAt)} holds no whole hour and the two minutes before it, from which the variance ` +
      `at the start is computed; give a --warm-up-from of ${formatMinute(latest)} or earlier, better seven days before ` +
      '--from',
  )
}

async function createPlan(
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
    feeBefore: before.baseFeePerGas ?? 0n,
    poolBefore: await chain.readSpot(pool, before.number),
  }
}

function requireSame(
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
