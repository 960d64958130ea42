import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { BaseError } from '../../core/errors.ts'
import { scaled, testSeed } from '../generators/random.ts'
import { collectFrom, proposalRow, signVote, type VoteRows } from './support/hostileHub.ts'

let votes: VoteRows[]
beforeAll(async () => {
  votes = await Promise.all(Array.from({ length: 8 }, (_, index) => signVote(11 + index, index)))
})

const ok = (data: unknown) => ({ status: 200, text: JSON.stringify({ data }) })

/** The hub as it should be, with these rows of votes. */
function answerWith(rows: readonly unknown[]) {
  return (_: string, query: string) => {
    if (query.includes('row: proposal(')) return ok({ row: proposalRow })
    if (query.includes('id_in')) return ok({ rows: votes.map(({ message }) => message) })
    return query.includes('rows: votes(') ? ok({ rows }) : ok({ rows: [] })
  }
}

/** Anything that JSON can say, with what breaks a careless reader among it. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    -1,
    1.5,
    2 ** 53,
    1e308,
    '1',
    [],
    {},
    '\ud800',
    '\u0000',
    '0x',
    { toString: 1 },
  ),
  fc.jsonValue(),
)

/** A row of the hub with some fields otherwise, or anything at all. */
const oddRow = (row: object) =>
  fc.oneof(
    oddValue,
    fc
      .dictionary(fc.constantFrom(...Object.keys(row)), oddValue, { minKeys: 1, maxKeys: 3 })
      .map((change) => ({ ...row, ...change })),
    fc.constant(row),
  )

describe('collectSnapshotVotes', () => {
  test('default: every vote once, with its weight', async () => {
    const rows = votes.map(({ vote }) => vote)
    const { votes: found, leftOut } = await collectFrom(answerWith([...rows, ...rows.slice(-1)]))
    expect(found.map(({ vote, power }) => [vote.from, power])).toEqual(
      rows.map(({ voter }) => [voter, 1n]),
    )
    expect(leftOut).toEqual([])
  })

  test('behavior: a later vote takes the place of an earlier one, wherever it stands', async () => {
    const later = await signVote(11, 100)
    const [first] = votes as [VoteRows]
    votes.push(later)
    const { votes: found, leftOut } = await collectFrom(answerWith([first.vote, later.vote]))
    votes.pop()
    expect(found.map(({ vote }) => Number(vote.timestamp))).toEqual([later.vote.created])
    expect(leftOut).toEqual([
      {
        voter: first.vote.voter,
        reason: 'a later vote of the same voter replaces it',
      },
    ])
  })

  test('behavior: odd rows among them harm none of the others', async () => {
    const change = fc.dictionary(
      fc.constantFrom('voter', 'space', 'proposal', 'choice', 'reason', 'app', 'metadata', 'vp'),
      oddValue,
      { maxKeys: 4 },
    )
    const places = fc.array(fc.tuple(fc.nat(7), change), { maxLength: 10 })
    await fc.assert(
      fc.asyncProperty(places, async (odd) => {
        const rows = votes.flatMap(({ vote }, index) => [
          vote,
          ...odd
            .filter(([place]) => place === index)
            .map(([, fields], number) => ({
              ...vote,
              ...fields,
              id: `0x${`${index}0${number}`.padStart(64, '0')}`,
            })),
        ])
        const { votes: found, leftOut } = await collectFrom(answerWith(rows))
        expect(found.map(({ vote }) => vote.from)).toEqual(votes.map(({ vote }) => vote.voter))
        expect(leftOut).toHaveLength(odd.length)
      }),
      { seed: testSeed(), numRuns: scaled(60) },
    )
  })

  test('P-57 whatever the hub answers, it ends with an answer or a named refusal', async () => {
    const [first] = votes as [VoteRows]
    const rows = fc.array(fc.oneof(oddRow(first.vote), oddRow(first.message)), { maxLength: 25 })
    const data = fc.oneof(
      fc.record({ rows }),
      fc.record({ row: oddRow(proposalRow) }),
      fc.record({ row: oddRow(proposalRow), rows }),
      oddValue,
    )
    const errors = fc.oneof(
      oddValue,
      fc.array(fc.record({ message: fc.oneof(fc.constant('request failed'), oddValue) })),
    )
    const body = fc.oneof(
      { weight: 6, arbitrary: data.map((content) => JSON.stringify({ data: content })) },
      { weight: 2, arbitrary: fc.record({ data, errors }).map((value) => JSON.stringify(value)) },
      fc.constantFrom('', '<html><body>502</body></html>', '{"data":', '1e999', '[]', 'null'),
      fc.string(),
    )
    const status = fc.oneof(
      { weight: 8, arbitrary: fc.constant(200) },
      fc.constantFrom(400, 401, 404, 425, 429, 500, 503),
    )
    const answers = fc.array(fc.record({ status, text: body }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(answers, fc.boolean(), async (list, isShown) => {
        let asked = 0
        const answer = (_: string, query: string) => {
          if (isShown && query.includes('row: proposal(')) return ok({ row: proposalRow })
          const next = list[asked % list.length]
          asked += 1
          return next ?? ok(null)
        }
        const ended = await collectFrom(answer).catch((error: unknown) => error)
        if (ended instanceof Error) expect(ended).toBeInstanceOf(BaseError)
        else expect(ended).toEqual({ votes: expect.any(Array), leftOut: expect.any(Array) })
      }),
      { seed: testSeed(), numRuns: scaled(60) },
    )
  })
})
