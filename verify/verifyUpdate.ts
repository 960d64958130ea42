// Rechecks one report that the contract took, from raw headers and logs alone.

import type { Address, Hex, PublicClient } from 'viem'
import { portfolioAbi, riskParametersAbi } from '../abi/index.ts'
import {
  type BoundsCase,
  type BoundsOutcome,
  type Core,
  limitNames,
  type Observation,
  type Parameters,
  type Policy,
  parameterFields,
  type Row,
} from '../core/index.ts'
import {
  computeObservation,
  computeSegmentsBySource,
  decodePoolLogs,
  type Header,
  type RawLog,
} from '../observation/index.ts'
import { VerifySourceError } from './errors.ts'
import type { MarketRecord, Update } from './readUpdates.ts'
import { toBounds, toLoosening } from './toBigints.ts'

/** A comparison that a sceptic can follow. */
export interface Step {
  name: string
  /** What was compared, with figures. */
  text: string
  /** One line each; none: it agrees. */
  differences: string[]
}

/** The model and the bounds on one engine. */
export interface Engine {
  name: string
  evaluateBatch(rows: readonly Row[]): Promise<(Parameters | Error)[]>
  applyBoundsBatch(cases: readonly BoundsCase[]): Promise<(BoundsOutcome | Error)[]>
}

/** The chain's data on which a market's observations depend. */
export interface Evidence {
  client: PublicClient
  riskParameters: Address
  core: Core
  engines: readonly Engine[]
  /** From the deployment's first block on, to the last observed one or beyond. */
  headers: readonly Header[]
  /** Of every pool that a source named, from the block on from which the index follows it. */
  poolLogs: ReadonlyMap<Address, readonly RawLog[]>
  market: MarketRecord
}

/**
 * Recomputes an update step by step: the block, the observation from headers and logs, the portfolio's value, the
 * target on every engine, what the bounds left of it, and what the contract stored.
 *
 * @throws VerifySourceError if the node does not have the state that it takes.
 */
export async function verifyUpdate(evidence: Evidence, update: Update): Promise<Step[]> {
  const closing = evidence.headers.find(({ number }) => number === update.observedBlockNumber)
  if (closing === undefined) {
    throw new VerifySourceError(`no header of block ${update.observedBlockNumber} was read`)
  }
  const policy = findBefore(evidence.market.policies, update.blockNumber)
  return [
    checkEpoch(update, closing, policy),
    checkObservation(evidence, update),
    await checkNav(evidence, update),
    ...(await checkTarget(evidence, update, policy)),
    ...(await checkBounds(evidence, update)),
    await checkStored(evidence, update),
  ]
}

function findBefore<Value>(
  history: readonly { blockNumber: bigint; value: Value }[],
  blockNumber: bigint,
): Value {
  const found = history.findLast((entry) => entry.blockNumber < blockNumber)
  if (found === undefined) throw new VerifySourceError('the market did not exist yet')
  return found.value
}

function checkEpoch(update: Update, closing: Header, { epochSec }: Policy): Step {
  const epoch = closing.timestamp / epochSec
  return {
    name: 'evidence',
    text: `block ${closing.number} ${closing.hash}, ${formatTime(closing.timestamp)}, epoch ${update.epoch}`,
    differences: compare('epoch', update.epoch, epoch),
  }
}

function checkObservation({ core, headers, poolLogs, market }: Evidence, update: Update): Step {
  const upTo = headers.filter(({ number }) => number <= update.observedBlockNumber)
  const hashes = new Set(upTo.map(({ hash }) => hash))
  const bySource = computeSegmentsBySource({
    headers: upTo,
    history: {
      policies: market.policies,
      navsUsd6: [],
      // A source that was set later closes no segment up to here.
      sources: market.sources.filter(({ blockNumber }) => blockNumber < update.observedBlockNumber),
    },
    getPoolEvents: (pool) => {
      const logs = poolLogs.get(pool) ?? []
      const known = logs.filter(({ blockHash }) => blockHash !== null && hashes.has(blockHash))
      return decodePoolLogs(known, upTo, pool)
    },
  })
  const segments = bySource.at(-1) ?? []
  const history = { policies: market.policies, navsUsd6: [] }
  const rebuilt = computeObservation(segments, history, core)
  const text = `${upTo.length} headers, ${segments.length} segments of 120 s`
  if (rebuilt?.segment.closingHeader.number !== update.observedBlockNumber) {
    const closed = rebuilt?.segment.closingHeader.number
    const what =
      closed === undefined ? 'gives no observation' : `closed its last segment at block ${closed}`
    return { name: 'observation', text, differences: [`the chain up to that block ${what}`] }
  }
  const { navUsd6: _, ...measured } = rebuilt.observation
  return {
    name: 'observation',
    text: `${text}: ${Object.entries(measured)
      .map(([field, value]) => `${field} ${value}`)
      .join(', ')}`,
    differences: Object.entries(measured).flatMap(([field, value]) =>
      compare(field, update.observation[field as keyof Observation], value),
    ),
  }
}

async function checkNav(
  { client, market }: Evidence,
  { observation, observedBlockNumber: blockNumber }: Update,
): Promise<Step> {
  const { portfolio } = findBefore(market.sources, blockNumber + 1n)
  const call = { address: portfolio, abi: portfolioAbi, functionName: 'navUsd6' } as const
  const nav = await client.readContract({ ...call, blockNumber }).catch((cause) => {
    throw new VerifySourceError(
      `the node does not return navUsd6() of ${portfolio} at block ${blockNumber}; give an archive node`,
      { cause },
    )
  })
  return {
    name: 'portfolio',
    text: `navUsd6() of ${portfolio} at that block is ${nav}`,
    differences: compare('navUsd6', observation.navUsd6, nav),
  }
}

async function checkTarget(
  { engines }: Evidence,
  { observation, target }: Update,
  policy: Policy,
): Promise<Step[]> {
  return Promise.all(
    engines.map(async ({ name, evaluateBatch }) => {
      const [result] = await evaluateBatch([{ observation, policy }])
      return {
        name: `target (${name})`,
        text: formatParameters(target),
        differences: compareParameters('target', target, result),
      }
    }),
  )
}

async function checkBounds(
  { client, riskParameters: address, engines, market }: Evidence,
  update: Update,
): Promise<Step[]> {
  const { marketId, newValues, limits } = update
  const at = {
    address,
    abi: riskParametersAbi,
    args: [marketId],
    blockNumber: update.blockNumber - 1n,
  } as const
  const [{ bounds }, state, { timestamp }] = await Promise.all([
    client.readContract({ ...at, functionName: 'marketConfig' }),
    client.readContract({ ...at, functionName: 'marketState' }),
    client.getBlock({ blockNumber: update.blockNumber }),
  ]).catch((cause) => {
    throw new VerifySourceError(
      `the node does not return the market's state at block ${update.blockNumber - 1n}; give an archive node`,
      { cause },
    )
  })
  const before = { bounds: toBounds(bounds), loosening: toLoosening(state.loosening) }
  // No block's state shows how much budget the earlier updates of the same block have used.
  const line = ofBlock(market, update).filter(({ logIndex }) => logIndex <= update.logIndex)
  return Promise.all(
    engines.map(async (engine) => {
      const { name } = engine
      const outcome = await applyInLine(engine, { ...before, nowAt: timestamp }, line)
      const isOutcome = outcome !== undefined && !(outcome instanceof Error)
      const packed = isOutcome
        ? parameterFields.reduce(
            (sum, field, index) =>
              sum | (BigInt(limitNames.indexOf(outcome.limits[field])) << BigInt(4 * index)),
            0n,
          )
        : undefined
      return {
        name: `bounds (${name})`,
        text: formatParameters(newValues),
        differences: [
          ...compareParameters('value', newValues, isOutcome ? outcome.next : outcome),
          ...compare('limits', limits, packed),
        ],
      }
    }),
  )
}

/** A market's updates of one block, in the order of the chain. */
function ofBlock({ updates }: MarketRecord, { blockNumber }: Update): Update[] {
  return updates.filter((update) => update.blockNumber === blockNumber)
}

/** The bounds on updates of one block, one after the other: the outcome of the last one, or the first error. */
async function applyInLine(
  { applyBoundsBatch }: Pick<Engine, 'applyBoundsBatch'>,
  { loosening, ...rest }: Pick<BoundsCase, 'bounds' | 'loosening' | 'nowAt'>,
  [update, ...others]: readonly Update[],
): Promise<BoundsOutcome | Error | undefined> {
  if (update === undefined) return undefined
  const { oldValues: current, target } = update
  const [outcome] = await applyBoundsBatch([{ ...rest, loosening, current, target }])
  if (others.length === 0 || outcome === undefined || outcome instanceof Error) return outcome
  return applyInLine({ applyBoundsBatch }, { ...rest, loosening: outcome.loosening }, others)
}

async function checkStored(
  { client, riskParameters: address, market }: Evidence,
  update: Update,
): Promise<Step> {
  const { marketId, newValues, blockNumber } = update
  const call = { address, abi: riskParametersAbi, functionName: 'marketState' } as const
  const state = await client.readContract({ ...call, args: [marketId], blockNumber })
  // The state at the end of a block shows the value of its last update only.
  const next = ofBlock(market, update).find(({ logIndex }) => logIndex > update.logIndex)
  const values = next?.oldValues ?? state.values
  return {
    name: 'stored',
    text: next
      ? `the value before the next update in block ${blockNumber}`
      : `the contract's value after block ${blockNumber}`,
    differences: parameterFields.flatMap((field) =>
      compare(field, newValues[field], BigInt(values[field])),
    ),
  }
}

function compareParameters(
  what: string,
  stored: Parameters,
  computed: Parameters | Error | undefined,
): string[] {
  if (computed === undefined) return [`${what}: nothing was computed`]
  if (computed instanceof Error) return [`${what}: refused, ${computed.message}`]
  return parameterFields.flatMap((field) => compare(field, stored[field], computed[field]))
}

function compare(field: string, stored: bigint, computed: bigint | undefined): string[] {
  if (stored === computed) return []
  return [`${field}: stored ${stored}, computed ${computed ?? 'none'}`]
}

function formatParameters(values: Parameters): string {
  return parameterFields.map((field) => `${field} ${values[field]}`).join(', ')
}

function formatTime(at: bigint): string {
  return new Date(Number(at) * 1_000).toISOString().replace('.000Z', 'Z')
}

/** The id under which the index and `gimbal verify` know an update: block number (8 bytes), log index (4 bytes). */
export function formatUpdateId({
  blockNumber,
  logIndex,
}: Pick<Update, 'blockNumber' | 'logIndex'>): Hex {
  const hex = (value: bigint, bytes: number) => value.toString(16).padStart(2 * bytes, '0')
  return `0x${hex(blockNumber, 8)}${hex(BigInt(logIndex), 4)}`
}
