/**
 * Rechecks what RiskParameters stored from the chain alone: every update bit for bit, on the Wasm core and, with
 * `engines`, on others.
 */

export type { Step } from './compare.ts'
export { UpdateNotFoundError, VerifySourceError } from './errors.ts'
export type { Engine } from './evidence.ts'
export { createChainReader } from './readChain.ts'
export {
  type ChainRecord,
  chooseUpdates,
  listUpdates,
  readRecord,
  type VerifiedNetwork,
} from './readRecord.ts'
export type { MarketRecord, Update } from './readUpdates.ts'
export { type RecheckOptions, recheckUpdates, type Verification } from './recheckUpdates.ts'
export { hasDifferences, type PlainVerdict, toPlainVerdicts, type Verdict } from './verdict.ts'
