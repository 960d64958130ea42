import type { Failure } from '../../backtest/failure.ts'
import type { Bounds } from '../../core/index.ts'
import type { ShippedMarket } from '../shipped/marketsIndex.ts'
import type { FieldComparison } from './model/compareRuns.ts'
import type { History } from './model/history.ts'
import type { ModelRun, ModelSettings } from './model/runModel.ts'

/** Where a history comes from: handed over, or recorded and part of the site, which the worker fetches itself. */
export type HistorySource =
  | { kind: 'given'; history: History }
  | { kind: 'recorded'; siteUrl: string; market: Pick<ShippedMarket, 'name' | 'manifestHash'> }

/** To the worker. `call` names the answer, `history` what is opened. */
export type ToWorker =
  | { type: 'open'; call: number; history: number; source: HistorySource }
  | { type: 'close'; history: number }
  | {
      type: 'compare'
      call: number
      history: number
      before: ModelSettings
      after: ModelSettings
      /** The page has the run before, of the same settings over the same history. */
      isBeforeKnown: boolean
    }

/** From the worker. */
export type FromWorker =
  /** `at`: of the observations that are shown; `isWarm`: some before them are run, too. */
  | { type: 'opened'; call: number; at: Float64Array<ArrayBuffer>; isWarm: boolean }
  | {
      type: 'compared'
      call: number
      before: ModelRun | undefined
      after: ModelRun
      fields: FieldComparison[]
    }
  | { type: 'failed'; call: number; failure: Failure }

/** What a change would have made of a history. */
export interface Comparison {
  /** When each observation was known, unix seconds. */
  at: Float64Array
  /** Both were under way when it began. */
  isWarm: boolean
  before: ModelRun
  after: ModelRun
  beforeBounds: Bounds
  afterBounds: Bounds
  fields: readonly FieldComparison[]
}
