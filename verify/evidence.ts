import type { Address, PublicClient } from 'viem'
import type { BloomHeader } from '../client/logs/checkLogs.ts'
import type { BoundsCase, BoundsOutcome, Core, Parameters, Row } from '../core/index.ts'
import type { Header, RawLog } from '../observation/index.ts'
import { VerifySourceError } from './errors.ts'
import { isBefore, type MarketRecord, type Place, type Placed, type Update } from './readUpdates.ts'

/** The model and the bounds on one engine. */
export interface Engine {
  name: string
  evaluateBatch(rows: readonly Row[]): Promise<(Parameters | Error)[]>
  applyBoundsBatch(cases: readonly BoundsCase[]): Promise<(BoundsOutcome | Error)[]>
}

/** A header as it was read. */
export type KnownHeader = Header & BloomHeader

/** The chain's data on which a market's observations depend. */
export interface Evidence {
  client: PublicClient
  riskParameters: Address
  core: Core
  engines: readonly Engine[]
  /** From the deployment's first block on, to the last observed one or beyond. */
  headers: readonly KnownHeader[]
  /** Of every pool that a source named, from the block on from which the index follows it. */
  poolLogs: ReadonlyMap<Address, readonly RawLog[]>
  /** The blocks from which on `poolLogs` has all of a pool; undefined: logs are read again where they are needed. */
  poolsSince?: ReadonlyMap<Address, bigint> | undefined
  market: MarketRecord
}

/** The value in force at a place of the chain. @throws VerifySourceError if there was no market yet. */
export function findAt<Value>(history: readonly Placed<Value>[], place: Place): Value {
  const found = history.findLast((entry) => isBefore(entry, place))
  if (found === undefined) throw new VerifySourceError('the market did not exist yet')
  return found.value
}

/** The header of the observed block. @throws VerifySourceError if it was not read. */
export function findObservedHeader({ headers }: Evidence, update: Update): Header {
  const header = headers.find(({ number }) => number === update.observedBlockNumber)
  if (header !== undefined) return header
  throw new VerifySourceError(`no header of block ${update.observedBlockNumber} was read`)
}
