import { formatDuration } from '../../client/formatDuration.ts'
import { formatEther } from '../../client/formatEther.ts'
import type { ReplicaAnswer, ReplicaSilence } from './readReplica.ts'
import { readFigures } from './replicaFigures.ts'

/** A replica as it is shown. */
export interface ReplicaNow {
  url: string
  /** Host and port: what it is called. */
  name: string
  answer: ReplicaAnswer | ReplicaSilence
}

const unknown = 'not told'

/** A count, `1,234`. */
export const showCount = (value: number | undefined): string =>
  value === undefined ? unknown : Math.round(value).toLocaleString('en')

/** A time, `3 min 20 s`. */
export const showSeconds = (value: number | undefined): string =>
  value === undefined || !Number.isFinite(value)
    ? unknown
    : formatDuration(BigInt(Math.max(0, Math.round(value))))

/** An amount of wei; metrics are floating-point, so that six digits are all that there is to show. */
export function showEther(wei: number | undefined): string {
  if (wei === undefined || !Number.isFinite(wei)) return unknown
  return formatEther(BigInt(Math.round(Math.max(0, wei))), 'down')
}

/** How long a turn takes at most, in the words of its bucket. */
export function showTurn(sec: number | undefined): string {
  if (sec === undefined) return unknown
  return Number.isFinite(sec) ? `${sec * 1_000} ms or less` : 'more than 10 s'
}

/** All replicas in a sentence or two. */
export function summarizeReplicas(replicas: readonly ReplicaNow[]): {
  tone: 'good' | 'warn' | 'danger'
  title: string
  sentences: string[]
} {
  const answers = replicas.flatMap(({ name, answer }) =>
    answer.kind === 'answers' ? [{ name, answer, figures: readFigures(answer.samples) }] : [],
  )
  const ready = answers.filter(({ answer }) => answer.ready.isReady)
  const silent = replicas.length - answers.length
  const alarms = answers.flatMap(({ name, answer }) =>
    answer.ready.conditions
      .filter(({ isAlarm }) => isAlarm)
      .map((condition) => `${condition.name} at ${name}`),
  )
  const differing = answers.reduce(
    (sum, { figures }) => sum + (figures.refusedDiffering ?? 0) + (figures.answeredDiffering ?? 0),
    0,
  )
  const isWell = ready.length === replicas.length && alarms.length === 0
  const sentences = [
    ...(silent > 0 ? [`${silent} of ${replicas.length} cannot be read by this page.`] : []),
    alarms.length === 0 ? 'No alarm is raised.' : `Alarms: ${alarms.join(', ')}.`,
    differing === 0
      ? 'No replica has measured anything else than another.'
      : `${showCount(differing)} times a replica had measured something else than another.`,
  ]
  return {
    tone: isWell ? 'good' : ready.length === 0 || alarms.length > 0 ? 'danger' : 'warn',
    title: `${ready.length} of ${replicas.length} ${replicas.length === 1 ? 'replica is' : 'replicas are'} ready`,
    sentences: answers.length === 0 ? sentences.slice(0, 1) : sentences,
  }
}
