import type { Hex } from 'viem'
import type { Header } from '../observation/index.ts'
import { askNode } from './askNode.ts'
import { type Comparison, compare, createStep, differ, type Step } from './compare.ts'
import { type Evidence, findAt, findObservedHeader } from './evidence.ts'
import { type FoundReport, findReport, type SentReport } from './findReport.ts'
import { formatTime } from './formatTime.ts'
import { findMeasurement } from './measured/measurements.ts'
import { readState } from './readState.ts'
import { isBefore, type Update } from './readUpdates.ts'

/**
 * Checks what the report says of itself: the time of its block, and that it is evidence under the configuration that was
 * stored before that block, which its source and policy come from. The event has neither hash nor configuration: they
 * are compared where the transaction calls `push` or `pushMany` itself, or the checker that measured for it. Through
 * another contract, they are what RiskParameters has checked; that no setter came from the block on is seen in the
 * events either way.
 */
export async function checkReport(evidence: Evidence, update: Update): Promise<Step> {
  const { market } = evidence
  const header = findObservedHeader(evidence, update)
  const { epochSec } = findAt(market.policies, update)
  const what = `block ${header.number} ${header.hash}, ${formatTime(header.timestamp)}, epoch ${update.observedAt / epochSec}`
  const found = await readReport(evidence, update)
  const report = found.calls === 'another' ? undefined : found.report
  return createStep(
    'evidence',
    found.calls === 'another'
      ? `${what}; the transaction calls another contract, so the report's hash and configuration are not compared`
      : `${what}, configuration ${report?.config ?? 'unknown'}`,
    compare('observedAt', update.observedAt, header.timestamp),
    ...findLaterConfigs(evidence, update),
    ...(report === undefined ? [] : await compareReport(evidence, update, header, report)),
    ...(found.calls !== 'another' && report === undefined
      ? [differ('report: the transaction brings no report with this evidence')]
      : []),
  )
}

/** The report in the transaction's input, if that calls the contract itself or the update's checker. */
async function readReport(
  { client, riskParameters, market }: Evidence,
  update: Update,
): Promise<FoundReport> {
  const { transactionHash: hash } = update
  const transaction = await askNode(client.getTransaction({ hash }), `the transaction ${hash}`)
  const checker = findMeasurement(market, update)?.reporter
  return findReport(transaction, riskParameters, update, checker)
}

async function compareReport(
  evidence: Evidence,
  update: Update,
  header: Header,
  { blockHash, config }: SentReport,
): Promise<Comparison[]> {
  const lower = (hex: Hex) => hex.toLowerCase()
  const state = await readState(evidence, update.marketId, update.observedBlockNumber - 1n)
  return [
    compare('blockHash', lower(blockHash), lower(header.hash)),
    compare('config', lower(config), lower(state.config)),
  ]
}

/** A setter after which the evidence counts no more: one in the observed block comes after what was measured. */
function findLaterConfigs({ market }: Evidence, update: Update): Comparison[] {
  const { observedBlockNumber } = update
  const changed = market.configs.find(
    (place) => place.blockNumber >= observedBlockNumber && isBefore(place, update),
  )
  if (changed === undefined) return []
  return [differ(`config: it was changed in block ${changed.blockNumber}, after the evidence`)]
}
