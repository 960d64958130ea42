import { type Hex, type PublicClient, toHex } from 'viem'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  createQueryClient,
  type Dataset,
  datasets,
  IndexHttpError,
} from '../../../../query/index.ts'
import { LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import type { MarketHistory } from '../../../../web/data/history/history.ts'
import { readHistory } from '../../../../web/data/history/readHistory.ts'
import { cellAt } from '../../../query/support/createEntities.ts'
import { idAt } from './support.ts'

const DAY_SEC = 86_400
const START_AT = 1_700_000_000

interface Question {
  query: string
  variables: Record<string, string>
}

/** An index that has an observation each two minutes and a push each hour since `START_AT`, and notes what it is asked. */
let asked: Question[]
let head: { number: number; hash: Hex; timestamp: number }
/** Hashes that are not on the chain. */
let orphans: Set<string>
let answerWith: ((question: Question) => Response | undefined) | undefined

beforeEach(() => {
  asked = []
  orphans = new Set()
  answerWith = undefined
  goTo(6 * DAY_SEC)
})

/** The chain and the index go to a time. */
function goTo(sec: number, fork = 0): void {
  const number = Math.floor(sec / 12)
  head = { number, hash: toHex(2 * number + fork, { size: 32 }), timestamp: START_AT + sec }
}

const index = createQueryClient({
  url: 'http://index.test/',
  retries: 0,
  fetch: async (_, init) => {
    const question = JSON.parse(String(init?.body)) as Question
    asked.push(question)
    return answerWith?.(question) ?? Response.json({ data: answer(question) })
  },
})

function answer({ query, variables }: Question): object {
  const meta = { _meta: { block: head } }
  if (query.includes('query Meta')) return meta
  if (query.includes('query Events')) {
    const last = Math.floor((Number(variables.since) - 1 - START_AT) / 3_600)
    const policies =
      Number(variables.from) <= START_AT
        ? [{ id: idAt(1), at: `${START_AT}`, epochSec: '600' }]
        : []
    const lists = ['bounds', 'fallbacks', 'freshness', 'sources', 'moves', 'switches', 'failures']
    return {
      ...meta,
      ...Object.fromEntries(lists.map((name) => [name, []])),
      policies,
      last: last < 1 ? [] : [{ blockAt: `${START_AT + 3_600 * last}` }],
    }
  }
  const isPushes = query.includes('parametersUpdates')
  return {
    ...meta,
    page: listRows(
      isPushes ? datasets.updates : datasets.observations,
      variables,
      isPushes ? 3_600 : 120,
    ),
  }
}

function listRows(dataset: Dataset, variables: Record<string, string>, everySec: number): object[] {
  const { from, to, after = '', first } = variables
  const rows: object[] = []
  for (let at = START_AT + everySec; at < Number(to) && at <= head.timestamp; at += everySec) {
    const id = idAt(at)
    if (at < Number(from) || id <= after) continue
    rows.push(createRow(dataset, id, at))
    if (rows.length === Number(first)) break
  }
  return rows
}

/** Columns of which the schema allows certain texts only. */
const texts: Readonly<Record<string, unknown>> = {
  limits: Array(8).fill('NONE'),
  evidenceKind: 'SIGNED',
}

function createRow(dataset: Dataset, id: Hex, at: number): object {
  const row: Record<string, unknown> = {}
  for (const column of dataset.columns) {
    const [top = '', inner] = column.path
    const cell = texts[column.name] ?? cellAt(column, 0)
    const plain = typeof cell === 'bigint' ? String(cell % 1_000n) : cell
    const value = column.name === dataset.timeField ? `${at}` : plain
    if (inner === undefined) row[top] = value
    else row[top] = { ...(row[top] as object | undefined), [inner]: value }
  }
  return { ...row, id }
}

const client = {
  getBlock: async ({ blockNumber }: { blockNumber: bigint }) => {
    const hash = toHex(2n * blockNumber, { size: 32 })
    return { hash: orphans.has(hash) ? toHex(2n * blockNumber + 1n, { size: 32 }) : hash }
  },
} as unknown as PublicClient

const read = (days: number, before?: MarketHistory) =>
  readHistory({ index, client, market: LOCAL_MARKET_ID, spanSec: BigInt(days * DAY_SEC), before })

/** The stretches of observations that were asked for, seconds since the start. */
function listStretches(): [from: number, to: number][] {
  return asked
    .filter(
      ({ query, variables }) => query.includes('page: observations') && variables.after === '0x00',
    )
    .map(({ variables: { from, to } }) => [Number(from) - START_AT, Number(to) - START_AT])
}

describe('readHistory', () => {
  test('default: all of the span, in typed arrays, with the push before it', async () => {
    const history = await read(2)
    const { observations, pushes, pushBefore, isWhole } = history
    expect(observations.times).toHaveLength(2 * 720 + 1)
    expect(observations.times[0]).toBe(START_AT + 4 * DAY_SEC)
    expect(observations.values.get('depthUsd6')).toHaveLength(observations.times.length)
    expect(pushes).toHaveLength(2 * 24 + 1)
    expect(pushBefore?.blockAt).toBe(BigInt(START_AT + 4 * DAY_SEC - 3_600))
    expect(isWhole).toBe(false)
    const blocks = new Set(asked.map(({ variables }) => variables.block).filter(Boolean))
    expect([...blocks]).toEqual([head.hash])
    const markets = new Set(asked.map(({ variables }) => variables.market).filter(Boolean))
    expect([...markets]).toEqual([LOCAL_MARKET_ID])
  })

  test('behavior: when a block has come, only what is newer is asked for; nothing comes twice', async () => {
    const before = await read(2)
    asked = []
    goTo(6 * DAY_SEC + 3_600)
    const after = await read(2, before)
    expect(listStretches()).toEqual([[6 * DAY_SEC, 6 * DAY_SEC + 3_601]])
    expect(after.observations.times).toHaveLength(2 * 720 + 1 + 30)
    expect([...after.observations.times]).toEqual([...new Set(after.observations.times)])
    expect(after.pushes).toHaveLength(2 * 24 + 2)
    expect(after.fromAt).toBe(before.fromAt)
  })

  test('behavior: no block has come: nothing is asked for, and the arrays stay the same', async () => {
    const before = await read(2)
    asked = []
    const after = await read(2, before)
    expect(asked).toHaveLength(1)
    expect(after.observations.times).toBe(before.observations.times)
  })

  test('behavior: what is older is put before it on demand, up to when the market was added', async () => {
    const before = await read(2)
    asked = []
    const after = await read(4, before)
    expect(listStretches()).toEqual([[2 * DAY_SEC, 4 * DAY_SEC]])
    expect(after.observations.times).toHaveLength(4 * 720 + 1)
    expect(after.pushBefore?.blockAt).toBe(BigInt(START_AT + 2 * DAY_SEC - 3_600))
    const whole = await read(8, after)
    expect(whole).toMatchObject({ isWhole: true, pushBefore: undefined })
    asked = []
    await read(20, whole)
    expect(asked).toHaveLength(1)
  })

  test('behavior: the chain took another way: all is read anew', async () => {
    const before = await read(2)
    orphans.add(head.hash)
    asked = []
    goTo(6 * DAY_SEC + 120, 1)
    const after = await read(2, before)
    expect(listStretches()).toEqual([[4 * DAY_SEC + 120, 6 * DAY_SEC + 121]])
    expect(after.observations.times).toHaveLength(2 * 720 + 1)
  })

  test('behavior: a block that goes away meanwhile is replaced once', async () => {
    let count = 0
    answerWith = ({ query }) => {
      if (!query.includes('page: observations') || count++ > 0) return undefined
      return Response.json({ errors: [{ message: 'no block with that hash found' }] })
    }
    expect((await read(2)).observations.times).toHaveLength(2 * 720 + 1)
  })

  test('error: an index that fails says so', async () => {
    answerWith = () => new Response('', { status: 404 })
    await expect(read(2)).rejects.toThrow(IndexHttpError)
  })
})
