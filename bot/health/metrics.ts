import { decisionReasons } from '../decide.ts'
import { createPriceMetrics } from '../prices/priceMetrics.ts'
import { conditionNames } from './conditions.ts'
import { createLoopMetrics, openRegistry } from './loopMetrics.ts'

interface MetricsOptions {
  /** The markets' names. */
  markets?: readonly string[]
  /** The peers' URLs; metrics show their origins only. */
  peers?: readonly string[]
  /** URLs of sources of signed prices; likewise. */
  prices?: readonly string[]
}

/** Why a proof that was sent, or was to be, counts for nothing. */
export const proofLosses = {
  overtaken: 'another push counted first: the transaction was paid for nothing',
  'stale-hints': 'the clock has passed the end of the segment of its hints',
} as const
export type ProofLoss = keyof typeof proofLosses

/** What a replica or a prover counts, in Prometheus's terms: see `createLoopMetrics`. */
export function createMetrics({ markets = [], peers = [], prices = [] }: MetricsOptions = {}) {
  const made = openRegistry()
  const { registry, gauge, counter } = made
  const metrics = {
    registry,
    ...createLoopMetrics(made, conditionNames),
    prices: createPriceMetrics(made, prices),
    indexLagBlocks: gauge('index_lag_blocks', 'Blocks that the index is behind the chain'),
    indexLagSec: gauge('index_lag_seconds', 'How much older the newest block of the index is'),
    observationAgeSec: gauge(
      'observation_age_seconds',
      'Age of the latest observation, by the chain',
      ['market'],
    ),
    valueAgeSec: gauge('value_age_seconds', 'Age of the evidence of the value in force', [
      'market',
    ]),
    deviationPips: gauge(
      'deviation_pips',
      'How far a push would move a field, 1e6 = 100 % of the value in force',
      ['market', 'field'],
    ),
    decisions: counter('decisions_total', 'Decisions, once per block and observation', [
      'market',
      'type',
      'reason',
    ]),
    pushes: counter('pushes_total', 'Pushes that are over, by outcome', ['outcome']),
    proofsLost: counter('proofs_lost_total', 'Proofs that counted for nothing, by cause', [
      'market',
      'cause',
    ]),
    quorumSignatures: gauge('quorum_signatures', 'Signatures of the last round', ['market']),
    quorums: counter('quorums_total', 'Rounds of signatures, by result', ['market', 'result']),
    refusals: counter('peer_refusals_total', 'Peers that did not sign', ['peer', 'kind']),
    signatures: counter('signatures_given_total', 'Answers to peers that asked for a signature', [
      'answer',
    ]),
  }
  for (const outcome of ['taken', 'reverted', 'replaced']) metrics.pushes.inc({ outcome }, 0)
  for (const answer of ['signed', 'differs', 'unknown']) metrics.signatures.inc({ answer }, 0)
  for (const peer of peers) {
    for (const kind of ['no-answer', 'differs']) {
      metrics.refusals.inc({ peer: new URL(peer).origin, kind }, 0)
    }
  }
  for (const market of markets) {
    for (const cause of Object.keys(proofLosses)) metrics.proofsLost.inc({ market, cause }, 0)
    for (const result of ['reached', 'missed']) metrics.quorums.inc({ market, result }, 0)
    for (const [type, reasons] of Object.entries(decisionReasons)) {
      for (const reason of reasons) metrics.decisions.inc({ market, type, reason }, 0)
    }
  }
  return metrics
}

export type Metrics = ReturnType<typeof createMetrics>
