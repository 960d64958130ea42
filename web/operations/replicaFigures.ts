import { type ConditionState, conditionWords } from './conditionWords.ts'
import { findQuantile, type Sample, selectSamples, sumSamples } from './parseMetrics.ts'
import type { ReadyAnswer } from './readReplica.ts'

/** What matters of a replica's metrics (docs/runbook.md); undefined where a replica has no such series. */
export interface ReplicaFigures {
  headBlock: number | undefined
  /** Of that block, Unix seconds. */
  headAt: number | undefined
  /** Endpoints that confirm it. */
  witnesses: number | undefined
  indexLagBlocks: number | undefined
  indexLagSec: number | undefined
  markets: readonly MarketFigures[]
  pushesTaken: number | undefined
  pushesReverted: number | undefined
  pushesReplaced: number | undefined
  /** Rounds of signatures that came to no quorum. */
  quorumsMissed: number | undefined
  quorumsReached: number | undefined
  /** Peers that measured something else, and peers that did not answer, when this replica asked. */
  refusedDiffering: number | undefined
  refusedSilent: number | undefined
  /** How often this replica had measured something else than a peer asked it to sign. */
  answeredDiffering: number | undefined
  signaturesGiven: number | undefined
  balanceWei: number | undefined
  feeWei: number | undefined
  turnsFailed: number | undefined
  /** 95 of 100 turns took no longer, seconds. */
  turnSec: number | undefined
  alarms: readonly string[]
  /** When its process was started, Unix seconds. */
  startedAt: number | undefined
}

/** The figures that a replica has for one market. */
export interface MarketFigures {
  market: string
  /** Age of the evidence of the value in force: since the latest push of anybody, seconds. */
  valueAgeSec: number | undefined
  observationAgeSec: number | undefined
  /** Signatures of the last round. */
  signatures: number | undefined
}

export function readFigures(samples: readonly Sample[]): ReplicaFigures {
  const sum = (name: string, labels: Record<string, string> = {}) =>
    sumSamples(samples, `gimbal_${name}`, labels)
  const names = ['value_age_seconds', 'observation_age_seconds', 'quorum_signatures']
  const markets = new Set(
    names.flatMap((name) =>
      selectSamples(samples, `gimbal_${name}`).flatMap(({ labels }) => labels.market ?? []),
    ),
  )
  return {
    headBlock: sum('head_block'),
    headAt: sum('head_timestamp_seconds'),
    witnesses: sum('head_witnesses'),
    indexLagBlocks: sum('index_lag_blocks'),
    indexLagSec: sum('index_lag_seconds'),
    markets: [...markets].sort().map((market) => ({
      market,
      valueAgeSec: sum('value_age_seconds', { market }),
      observationAgeSec: sum('observation_age_seconds', { market }),
      signatures: sum('quorum_signatures', { market }),
    })),
    pushesTaken: sum('pushes_total', { outcome: 'taken' }),
    pushesReverted: sum('pushes_total', { outcome: 'reverted' }),
    pushesReplaced: sum('pushes_total', { outcome: 'replaced' }),
    quorumsMissed: sum('quorums_total', { result: 'missed' }),
    quorumsReached: sum('quorums_total', { result: 'reached' }),
    refusedDiffering: sum('peer_refusals_total', { kind: 'differs' }),
    refusedSilent: sum('peer_refusals_total', { kind: 'no-answer' }),
    answeredDiffering: sum('signatures_given_total', { answer: 'differs' }),
    signaturesGiven: sum('signatures_given_total', { answer: 'signed' }),
    balanceWei: sum('balance_wei'),
    feeWei: sum('fee_wei_total'),
    turnsFailed: sum('steps_total', { result: 'failed' }),
    turnSec: findQuantile(samples, 'gimbal_step_seconds', 0.95),
    alarms: selectSamples(samples, 'gimbal_alarm').flatMap(({ labels, value }) =>
      value > 0 && labels.name !== undefined ? [labels.name] : [],
    ),
    startedAt: sumSamples(samples, 'process_start_time_seconds'),
  }
}

/** Every condition that a replica has, whether it is wrong or not, in the order of its metrics. */
export function listConditions(
  { conditions }: Pick<ReadyAnswer, 'conditions'>,
  samples: readonly Sample[],
): ConditionState[] {
  const measured = selectSamples(samples, 'gimbal_condition').flatMap(({ labels }) =>
    labels.name === undefined ? [] : [labels.name],
  )
  const known = measured.length > 0 ? measured : Object.keys(conditionWords)
  const names = new Set([...known, ...conditions.map(({ name }) => name)])
  return [...names].map((name) => {
    const wrong = conditions.find((one) => one.name === name)
    if (wrong === undefined) return { name, state: 'good', problem: undefined }
    return { name, state: wrong.isAlarm ? 'alarm' : 'wrong', problem: wrong.problem }
  })
}
