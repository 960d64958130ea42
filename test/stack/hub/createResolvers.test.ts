import { type Hex, pad, toHex } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  accountAt,
  DELAY_SEC,
  PERIOD_SEC,
  START_AT,
  space,
  startTestHub,
} from './support/startTestHub.ts'

const collections = ['proposals', 'votes', 'messages', 'aliases'] as const

let test: Awaited<ReturnType<typeof startTestHub>>
let proposal: Hex
/** Of the votes of accounts 1, 2 and 3, a second apart. */
let votes: Hex[]
beforeEach(async () => {
  test = await startTestHub()
  proposal = await test.openVote()
  votes = []
  for (const number of [1, 2, 3]) {
    const timestamp = START_AT + 690 + number
    const vote = await test.signVote({ proposal, timestamp }, accountAt(number))
    votes.push((await test.client.post(vote)).id)
  }
})
afterEach(() => test.hub.close())

/** The ids of the rows, oldest first. */
async function select(collection: string, where: string): Promise<Hex[]> {
  const order = 'orderDirection: asc'
  const { data } = await test.query(`${collection}(where: { ${where} }, ${order}) { id }`)
  return data[collection].map(({ id }: { id: Hex }) => id)
}

describe('limits', () => {
  it.each(collections)('error: of %s, beyond the limits of first and skip', async (collection) => {
    for (const [name, value, message] of [
      ['first', 1_001, 'not be greater than 1000'],
      ['skip', 5_001, 'not be greater than 5000'],
      ['first', -1, 'be positive'],
      ['skip', -1, 'be positive'],
    ] as const) {
      const { status, data, errors } = await test.query(`${collection}(${name}: ${value}) { id }`)
      expect([status, data]).toEqual([200, { [collection]: null }])
      expect(errors).toMatchObject([
        { message: `The \`${name}\` argument must ${message}`, path: [collection] },
      ])
    }
    const { errors } = await test.query(`${collection}(first: 1000, skip: 5000) { id }`)
    expect(errors).toBeUndefined()
  })

  it('error: a query that does not fit the schema', async () => {
    const { status, data, errors } = await test.query('votes { id weight }')
    expect([status, data]).toEqual([400, undefined])
    expect(errors).toMatchObject([{ message: 'Cannot query field "weight" on type "Vote".' }])
  })
})

describe('messages', () => {
  it('default: by up to 100 ids', async () => {
    const others = Array.from({ length: 98 }, (_, index) => pad(toHex(index)))
    const ids = (list: readonly string[]) => `id_in: ${JSON.stringify(list)}`
    const wanted = [votes[2] as Hex, proposal, ...others]
    expect(wanted).toHaveLength(100)
    expect(await select('messages', ids(wanted))).toEqual([proposal, votes[2]])
    const { data, errors } = await test.query(
      `messages(where: { ${ids([...wanted, '0x12'])} }) { id }`,
    )
    expect(data).toEqual({ messages: null })
    expect(errors).toMatchObject([{ message: 'The `id_in` argument must not be greater than 100' }])
  })

  it('behavior: all votes that were taken, also those that later ones replaced', async () => {
    const later = await test.signVote({ proposal, choice: 2, timestamp: START_AT + 700 })
    const { id } = await test.client.post(later)
    expect(await select('messages', 'type: "vote"')).toEqual([...votes, id])
    expect(await select('votes', '')).toEqual([votes[1], votes[2], id])
  })

  it('behavior: counted as they came', async () => {
    const { data } = await test.query('messages(orderBy: "mci", orderDirection: asc) { mci }')
    expect(data.messages).toEqual([{ mci: 1 }, { mci: 2 }, { mci: 3 }, { mci: 4 }])
    expect(await select('messages', 'mci_gt: 2')).toEqual(votes.slice(1))
  })
})

describe('filters', () => {
  const [first, second] = [1, 2].map((number) => accountAt(number).address) as [Hex, Hex]

  it('behavior: an empty list selects nothing, in both senses; no list selects all', async () => {
    expect(await select('votes', 'voter_in: []')).toEqual([])
    expect(await select('votes', 'voter_not_in: []')).toEqual([])
    expect(await select('votes', 'voter_in: null')).toEqual(votes)
    expect(await select('messages', 'id_in: []')).toEqual([])
  })

  it('behavior: null equals nothing, 0 is no limit', async () => {
    expect(await select('votes', 'space: null')).toEqual([])
    expect(await select('votes', 'space_not: null')).toEqual([])
    expect(await select('votes', 'created_gt: 0, created_lt: 0')).toEqual(votes)
    expect(await select('votes', 'created: 0')).toEqual([])
    expect(await select('proposals', 'updated_gt: 1')).toEqual([])
    expect(await select('proposals', 'updated_lt: 1')).toEqual([])
  })

  it('behavior: capitals make no difference', async () => {
    const small = first.toLowerCase()
    expect(await select('votes', `voter: "${small}"`)).toEqual([votes[0]])
    expect(await select('votes', `voter_in: ["${small}", "${second}"]`)).toEqual(votes.slice(0, 2))
    expect(await select('votes', `voter_not: "${small}"`)).toEqual(votes.slice(1))
    expect(await select('votes', `space: "GIMBAL.eth"`)).toEqual(votes)
    const id = `0x${proposal.slice(2).toUpperCase()}`
    expect(await select('proposals', `id: "${id}"`)).toEqual([proposal])
    expect(await select('messages', `address: "${small}"`)).toEqual([proposal, votes[0]])
  })

  it('error: a voter that is not an address', async () => {
    for (const where of ['voter: "gimbal.eth"', `voter_in: ["${first}", "0x12"]`]) {
      const { data, errors } = await test.query(`votes(where: { ${where} }) { id }`)
      expect(data).toEqual({ votes: null })
      expect(errors).toMatchObject([{ message: 'Invalid addresses in voter' }])
    }
  })

  it('behavior: times from and to, with and without the limit', async () => {
    const at = START_AT + 692
    for (const [comparison, ids] of [
      ['gt', votes.slice(2)],
      ['gte', votes.slice(1)],
      ['lt', votes.slice(0, 1)],
      ['lte', votes.slice(0, 2)],
      ['not', [votes[0], votes[2]]],
    ] as const) {
      expect(await select('votes', `created_${comparison}: ${at}`)).toEqual(ids)
    }
    expect(await select('votes', `created_in: [${at}, 7]`)).toEqual([votes[1]])
  })

  it('behavior: by state, but at its first and last second none selects', async () => {
    const start = START_AT + DELAY_SEC
    const end = start + PERIOD_SEC
    for (const [nowAt, states, shown] of [
      [start - 1, ['pending'], 'pending'],
      [start, [], 'pending'],
      [start + 1, ['active'], 'active'],
      [end, [], 'active'],
      [end + 1, ['closed'], 'closed'],
    ] as const) {
      test.clock.nowAt = nowAt
      const found: string[] = []
      for (const state of ['pending', 'active', 'closed']) {
        if ((await select('proposals', `state: "${state}"`)).length > 0) found.push(state)
      }
      expect(found).toEqual(states)
      const { data } = await test.query(`proposal(id: "${proposal}") { state }`)
      expect(data.proposal.state).toBe(shown)
    }
    expect(await select('proposals', 'state: "x"')).toEqual([proposal])
  })
})

describe('rows', () => {
  it('behavior: there are no sums before the first vote', async () => {
    const { id } = await test.client.post(
      await test.signProposal({
        timestamp: test.clock.nowAt,
        start: test.clock.nowAt + DELAY_SEC,
        end: test.clock.nowAt + DELAY_SEC + PERIOD_SEC,
      }),
    )
    const { data } = await test.query(`
      fresh: proposal(id: "${id}") { scores scores_total votes }
      old: proposal(id: "${proposal}") { scores scores_total votes }`)
    expect(data).toEqual({
      fresh: { scores: [], scores_total: 0, votes: 0 },
      old: { scores: [30, 0, 0], scores_total: 30, votes: 3 },
    })
  })

  it('behavior: a space has no zero of its settings', async () => {
    const { data } = await test.query(`
      space(id: "${space}") { voting { delay quorum privacy aliased } }
      none: space(id: "other.eth") { id }`)
    const voting = { delay: DELAY_SEC, quorum: null, privacy: '', aliased: false }
    expect(data).toEqual({ space: { voting }, none: null })
  })
})
