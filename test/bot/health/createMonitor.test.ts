import { beforeEach, describe, expect, test } from 'vitest'
import type { Decision } from '../../../bot/decide.ts'
import { createConditions } from '../../../bot/health/conditions.ts'
import { createMonitor, type Monitor } from '../../../bot/health/createMonitor.ts'
import { createMetrics } from '../../../bot/health/metrics.ts'
import { createLog } from '../../../bot/log.ts'
import { ChainUnavailableError, ContradictionError } from '../../../bot/sources/errors.ts'
import type { MarketState } from '../../../client/readValues.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { createState } from '../support/defaultInput.ts'

const OTHER_MARKET_ID = `0x${'22'.repeat(32)}` as const
const head = {
  block: { number: 9n, hash: `0x${'11'.repeat(32)}` as const, timestamp: 1_700_000_000n },
  inUse: [0],
  problems: [],
}
const quiet: Decision = { type: 'hold', reason: 'within-dead-band', detail: 'nothing moves' }
const counted: Decision = { type: 'hold', reason: 'evidence-counted', detail: 'has counted' }
const missed = { signatures: [], isReached: false, refusals: [] }

let monitor: Monitor
let nowMs: number
let alarms: string[]
let lines: { level: string; event: string }[]
let list: () => string[]

beforeEach(() => {
  nowMs = 0
  alarms = []
  lines = []
  const conditions = createConditions({
    alarmAfterMs: 40_000,
    now: () => nowMs,
    onAlarm: ({ name, isAlarm }) => void alarms.push(`${name} ${isAlarm}`),
  })
  list = () => conditions.list().flatMap(({ name, problem }) => (problem ? [name] : []))
  const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
  monitor = createMonitor({
    log: createLog({ destination }),
    metrics: createMetrics(),
    conditions,
    maxValueAgeSec: 1_200n,
    checkClock: () => undefined,
  })
})

/** Turns for a minute, one a second. */
function turn(run: () => void, isWell: boolean): void {
  for (const endMs = nowMs + 60_000; nowMs < endMs; nowMs += 1_000) {
    run()
    monitor.stepped(0.1, isWell)
  }
}

describe('createMonitor', () => {
  test('behavior: endpoints that have the latest block and nothing else are an alarm', () => {
    turn(() => {
      monitor.headRead(head)
      monitor.failed(new ChainUnavailableError(['http://a: missing trie node']))
    }, false)
    expect(alarms).toEqual(['chain true'])
    // Told once, not at every turn.
    expect(lines.filter(({ event }) => event === 'failed')).toHaveLength(1)
    turn(() => monitor.headRead(head), true)
    expect(alarms).toEqual(['chain true', 'chain false'])
  })

  test('behavior: a contradiction lasts until a turn goes well', () => {
    turn(() => monitor.failed(new ContradictionError('a and b differ on block 9')), false)
    expect(alarms).toEqual(['contradiction true'])
    turn(() => monitor.decided(LOCAL_MARKET_ID, quiet, 9n, 1n), true)
    expect(list()).toEqual([])
  })

  test('behavior: a fault of one market does not end with a turn, or by another market', () => {
    const detail = 'a and b differ on the observation at block 9'
    const halt: Decision = { type: 'halt', reason: 'contradiction', detail }
    turn(() => {
      monitor.decided(LOCAL_MARKET_ID, halt, 9n, undefined)
      monitor.decided(OTHER_MARKET_ID, quiet, 9n, 1n)
    }, true)
    expect(alarms).toEqual(['contradiction true'])
    monitor.decided(LOCAL_MARKET_ID, quiet, 10n, 1n)
    expect(list()).toEqual([])
  })

  test('behavior: a push that is held back is an alarm if it lasts, and over when there is none to send', () => {
    const held = { type: 'held', reason: 'refused', detail: 'execution reverted' } as const
    turn(() => monitor.progressed(held), true)
    expect(alarms).toEqual(['submission true'])
    // Another replica's push was taken meanwhile.
    turn(() => monitor.progressed({ type: 'idle' }), true)
    expect(alarms).toEqual(['submission true', 'submission false'])
  })

  test.each(['EvidenceNotNewer', 'ConfigChanged'])(
    'behavior: a refusal with %s is no problem: newer evidence follows',
    (refusal) => {
      const held = { type: 'held', reason: 'refused', refusal, detail: 'a sentence' } as const
      turn(() => monitor.progressed(held), true)
      expect(alarms).toEqual([])
      expect(list()).toEqual([])
    },
  )

  test('behavior: an old value is a problem of the bot where it could be renewed', () => {
    const state = { ...createState(), observedAt: 1_700_000_000n }
    const nowAt = state.observedAt + 1_201n
    const read = (changes: Partial<MarketState>, at = nowAt) => {
      monitor.stateRead(LOCAL_MARKET_ID, { ...state, ...changes }, at)
      return list()
    }
    expect(read({}, nowAt - 1n)).toEqual([])
    expect(read({})).toEqual(['age'])
    expect(read({ isHalted: true })).toEqual([])
    expect(read({ isOnFallback: true })).toEqual([])
    expect(read({ isAwaitingEvidence: true })).toEqual([])
  })

  test('behavior: the quorum condition ends once the evidence counts, also if another replica pushed', () => {
    monitor.quorumSought(LOCAL_MARKET_ID, 1n, missed)
    monitor.decided(OTHER_MARKET_ID, counted, 9n, 1n)
    expect(list()).toEqual(['quorum'])
    monitor.decided(LOCAL_MARKET_ID, counted, 9n, 1n)
    expect(list()).toEqual([])
  })
})
