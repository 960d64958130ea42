import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  olderVoteTexts,
  olderVoteTypes,
  signAny,
  voteArrayTypes,
  voteStringTypes,
} from './support/signMessages.ts'
import {
  accountAt,
  DELAY_SEC,
  PERIOD_SEC,
  START_AT,
  settings,
  space,
  startTestHub,
  stranger,
} from './support/startTestHub.ts'

let test: Awaited<ReturnType<typeof startTestHub>>
beforeEach(async () => {
  test = await startTestHub()
})
afterEach(() => test.hub.close())

/** The message of a vote that any types fit. */
const createMessage = (proposal: string, fields: object = {}) => ({
  timestamp: test.clock.nowAt,
  proposal,
  choice: 1,
  reason: '',
  app: '',
  metadata: '{}',
  ...fields,
})
const signChoice = (proposal: string, choice: string) =>
  signAny(voteStringTypes, createMessage(proposal, { choice }))

describe('checkVote', () => {
  it('default: app and reason as signed, metadata as the object that it is, else as an empty one', async () => {
    const proposal = await test.openVote()
    const fields = { proposal, app: 'Gimbal Bot', reason: ' Ja! ', metadata: '{"a":[1]}' }
    await test.client.post(await test.signVote(fields))
    await test.client.post(await test.signVote({ proposal, metadata: '{' }, accountAt(2)))
    expect(test.hub.votes).toMatchObject([
      { app: 'Gimbal Bot', reason: ' Ja! ' },
      { app: '', reason: '' },
    ])
    expect(test.hub.votes.map(({ metadata }) => metadata)).toEqual([{ a: [1] }, {}])
  })

  it('behavior: a choice in a text is a choice if the text is its number', async () => {
    const proposal = await test.openVote()
    await test.client.post(await signChoice(proposal, '1'))
    expect(test.hub.votes).toMatchObject([{ choice: 1 }])
    for (const [choice, refusal] of [
      ['For', 'invalid choice'],
      ['"1"', 'invalid choice'],
      ['[1]', 'invalid choice'],
      ['4', 'invalid choice'],
      ['null', 'wrong vote format'],
    ] as const) {
      expect(await test.refusalOf(await signChoice(proposal, choice))).toBe(refusal)
    }
    const other = `0x${'ab'.repeat(32)}`
    expect(await test.refusalOf(await signChoice(other, 'For'))).toBe('unknown proposal')
    test.clock.nowAt += PERIOD_SEC
    expect(await test.refusalOf(await signChoice(proposal, 'For'))).toBe('invalid choice')
    expect(await test.refusalOf(await signChoice(proposal, '4'))).toBe('not in voting window')
  })

  it('error: a list of choices on a basic proposal', async () => {
    const proposal = await test.openVote()
    const list = await signAny(voteArrayTypes, createMessage(proposal, { choice: [1] }))
    expect(await test.refusalOf(list)).toBe('invalid choice')
  })

  it('behavior: each older type, with the texts that it has', async () => {
    const proposal = await test.openVote()
    for (const [index, texts] of olderVoteTexts.entries()) {
      const signer = accountAt(index + 1)
      const message = createMessage(proposal)
      const { timestamp, choice } = message
      const named = Object.fromEntries(texts.map((name) => [name, message[name]]))
      const fields = { timestamp, proposal, choice, ...named }
      const { id } = await test.client.post(await signAny(olderVoteTypes(texts), fields, signer))
      const kept = { id, choice: 1, reason: '', app: '', metadata: {}, proposal }
      expect(test.hub.votes.at(-1)).toMatchObject(kept)
    }
  })

  it('behavior: the id of the proposal in capitals counts there, and is kept as signed', async () => {
    const proposal = await test.openVote()
    const capitals = `0x${proposal.slice(2).toUpperCase()}`
    await test.client.post(await signChoice(capitals, '2'))
    const small = await test.signVote({ proposal, choice: 3, timestamp: test.clock.nowAt - 1 })
    expect(await test.refusalOf(small)).toBe('already voted at later time')
    const { data } = await test.query(`
      votes(where: { proposal: "${proposal}" }) { choice proposal { id } }
      proposal(id: "${capitals}") { id scores votes }`)
    expect(data).toEqual({
      votes: [{ choice: 2, proposal: null }],
      proposal: { id: proposal, scores: [0, 10, 0], votes: 1 },
    })
  })

  it('error: each refusal in its words', async () => {
    const proposal = await test.openVote()
    const metadata = `"${'x'.repeat(2_000)}"`
    expect(await test.refusalOf(await test.signVote({ proposal, metadata }))).toBe(
      'too large metadata',
    )
    const reason = 'x'.repeat(5_001)
    expect(await test.refusalOf(await test.signVote({ proposal, reason }))).toBe(
      'wrong vote format',
    )
    const app = 'x'.repeat(25)
    expect(await test.refusalOf(await test.signVote({ proposal, app }))).toBe('wrong vote format')
    for (const noObject of ['null', '[]', '1']) {
      const vote = await test.signVote({ proposal, metadata: noObject })
      expect(await test.refusalOf(vote)).toBe('wrong vote format')
    }
    const other = `0x${'ab'.repeat(32)}` as const
    expect(await test.refusalOf(await test.signVote({ proposal: other }))).toBe('unknown proposal')
    expect(await test.refusalOf(await signChoice(proposal, '0'))).toBe('invalid choice')
    expect(await test.refusalOf(await test.signVote({ proposal }, stranger))).toBe(
      'no voting power',
    )
    expect(test.hub.votes).toEqual([])
  })

  it('error: signed or posted out of the voting window', async () => {
    const proposal = await test.openVote()
    const startAt = START_AT + DELAY_SEC
    const endAt = startAt + PERIOD_SEC
    for (const [nowAt, timestamp] of [
      [startAt - 1, startAt],
      [startAt, startAt - 1],
      [endAt + 1, endAt],
      [endAt, endAt + 1],
    ] as const) {
      test.clock.nowAt = nowAt
      const vote = await test.signVote({ proposal, timestamp })
      expect(await test.refusalOf(vote)).toBe('not in voting window')
    }
    test.clock.nowAt = endAt
    await test.client.post(await test.signVote({ proposal, timestamp: startAt }))
  })

  it('behavior: a proposal with privacy takes encrypted choices without a reason', async () => {
    await test.hub.close()
    const voting = { ...settings.voting, privacy: 'shutter' }
    test = await startTestHub({ spaces: { [space]: { ...settings, voting } } })
    const { id: proposal } = await test.client.post(await test.signPrivateProposal())
    test.clock.nowAt += DELAY_SEC
    expect(await test.refusalOf(await test.signVote({ proposal }))).toBe('invalid choice')
    expect(await test.refusalOf(await signChoice(proposal, '1'))).toBe('invalid choice')
    const message = createMessage(proposal, { choice: '0x12', reason: 'so' })
    expect(await test.refusalOf(await signAny(voteStringTypes, message))).toBe(
      'reason not allowed with shutter',
    )
    await test.client.post(await signChoice(proposal, '0x12'))
    expect(test.hub.votes).toMatchObject([{ choice: '0x12' }])
  })
})
