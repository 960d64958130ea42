import { describe, expect, test } from 'vitest'
import { conditionNames } from '../../../bot/health/conditions.ts'
import { createMetrics } from '../../../bot/health/metrics.ts'
import { conditionWords } from '../../../web/operations/conditionWords.ts'
import { parseMetrics } from '../../../web/operations/parseMetrics.ts'
import type { ReplicaAnswer } from '../../../web/operations/readReplica.ts'
import { listConditions, readFigures } from '../../../web/operations/replicaFigures.ts'
import { type ReplicaNow, summarizeReplicas } from '../../../web/operations/words.ts'

const createAnswer = async (
  change: (metrics: ReturnType<typeof createMetrics>) => void = () => {},
  ready: ReplicaAnswer['ready'] = { isReady: true, conditions: [] },
): Promise<ReplicaAnswer> => {
  const metrics = createMetrics({ markets: ['weth-usd'], peers: ['https://peer.example'] })
  change(metrics)
  const samples = parseMetrics(await metrics.registry.metrics())
  return { kind: 'answers', ready, isLive: true, samples, tookMs: 3 }
}
const name = (answer: ReplicaNow['answer'], at = 1): ReplicaNow => ({
  url: `http://127.0.0.1:${at}`,
  name: `127.0.0.1:${at}`,
  answer,
})

describe('readFigures', () => {
  test('default: the figures of a replica, each of its own series', async () => {
    const { samples } = await createAnswer((metrics) => {
      metrics.headBlock.set(2_513)
      metrics.valueAgeSec.set({ market: 'weth-usd' }, 99)
      metrics.pushes.inc({ outcome: 'taken' }, 30)
      metrics.quorums.inc({ market: 'weth-usd', result: 'missed' }, 2)
      metrics.refusals.inc({ peer: 'https://peer.example', kind: 'differs' })
      metrics.alarm.set({ name: 'index' }, 1)
    })
    expect(readFigures(samples)).toMatchObject({
      headBlock: 2_513,
      markets: [{ market: 'weth-usd', valueAgeSec: 99, observationAgeSec: undefined }],
      pushesTaken: 30,
      pushesReverted: 0,
      quorumsMissed: 2,
      refusedDiffering: 1,
      answeredDiffering: 0,
      alarms: ['index'],
    })
    expect(readFigures([]).headBlock).toBeUndefined()
  })

  test('behavior: every condition is listed, whether it is wrong or not, and has words', async () => {
    const ready = {
      isReady: false,
      conditions: [{ name: 'index', problem: 'stands still', isAlarm: true }],
    }
    const { samples } = await createAnswer(undefined, ready)
    const conditions = listConditions(ready, samples)
    expect(conditions.map((one) => one.name)).toEqual(conditionNames)
    expect(conditions.filter(({ state }) => state !== 'good')).toEqual([
      { name: 'index', state: 'alarm', problem: 'stands still' },
    ])
    expect(Object.keys(conditionWords).sort()).toEqual([...conditionNames].sort())
  })
})

describe('summarizeReplicas', () => {
  test('default: all are ready', async () => {
    const replicas = [name(await createAnswer()), name(await createAnswer(), 2)]
    expect(summarizeReplicas(replicas)).toEqual({
      tone: 'good',
      title: '2 of 2 replicas are ready',
      sentences: ['No alarm is raised.', 'No replica has measured anything else than another.'],
    })
  })

  test('behavior: alarms, disagreements and silence are told', async () => {
    const wrong = {
      isReady: false,
      conditions: [{ name: 'chain', problem: 'no endpoint', isAlarm: true }],
    }
    const differing = await createAnswer((metrics) => {
      metrics.signatures.inc({ answer: 'differs' }, 2)
    }, wrong)
    const silence = { kind: 'unreachable', detail: 'Nothing answers there' } as const
    expect(summarizeReplicas([name(differing), name(silence, 2)])).toEqual({
      tone: 'danger',
      title: '0 of 2 replicas are ready',
      sentences: [
        '1 of 2 cannot be read by this page.',
        'Alarms: chain at 127.0.0.1:1.',
        '2 times a replica had measured something else than another.',
      ],
    })
    expect(summarizeReplicas([name(silence)]).sentences).toEqual([
      '1 of 1 cannot be read by this page.',
    ])
  })
})
