import type { Address } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { getSnapshotId, signMessage } from '../../../snapshot/index.ts'
import { signAlias, signAny, signDeletion, voteStringTypes } from './support/signMessages.ts'
import {
  accountAt,
  author,
  DELAY_SEC,
  START_AT,
  space,
  startTestHub,
  stranger,
} from './support/startTestHub.ts'

const DAY_SEC = 86_400

let test: Awaited<ReturnType<typeof startTestHub>>
beforeEach(async () => {
  test = await startTestHub()
})
afterEach(() => test.hub.close())

const toSmall = (address: Address) => address.toLowerCase() as Address

describe('validateEnvelope', () => {
  it('error: each refusal in its words', async () => {
    const good = await test.signProposal()
    const withData = (change: object) => ({ ...good, data: { ...good.data, ...change } })
    expect(await test.refusalOf({ ...good, extra: 1 })).toBe('wrong envelope format')
    expect(await test.refusalOf('{')).toBe('wrong envelope format')
    expect(await test.refusalOf(await test.signProposal({ body: 'x'.repeat(100_000) }))).toBe(
      'too large message',
    )
    expect(await test.refusalOf(await signDeletion('0x12 34'))).toBe(
      'proposal cannot contain whitespace',
    )
    const domain = { name: 'snapshot', version: '0.1.3' }
    expect(await test.refusalOf(withData({ domain }))).toBe('wrong domain')
    const Proposal = good.data.types.Proposal?.toReversed()
    expect(await test.refusalOf(withData({ types: { Proposal } }))).toBe('wrong types')
    expect(await test.refusalOf(await test.signProposal({ space: 'toString' }))).toBe(
      'unknown space',
    )
    const message = { ...good.data.message, title: 'Smaller' }
    expect(await test.refusalOf(withData({ message }))).toBe('signature validation failed')
    expect(await test.refusalOf({ ...good, sig: '0x' })).toBe('signature validation failed')
    await test.client.post(good)
    expect(await test.refusalOf(good)).toBe('duplicate message')
  })

  it('error: an address without its checksum, whose it may be', async () => {
    const good = await test.signProposal()
    const { data } = good
    const small = toSmall(author.address)
    expect(await test.refusalOf({ ...good, address: small })).toBe('wrong envelope format')
    const message = { ...data.message, from: small }
    const signed = await signMessage(author, { ...data, message } as never)
    expect(await test.refusalOf({ ...signed, address: author.address })).toBe(
      'wrong envelope format',
    )
  })

  it('error: signed more than 5 minutes ahead, or more than 6 days ago', async () => {
    const envelope = await test.signProposal({ start: START_AT + DELAY_SEC })
    test.clock.nowAt = START_AT - 301
    expect(await test.refusalOf(envelope)).toBe('wrong timestamp')
    test.clock.nowAt = START_AT + 6 * DAY_SEC + 1
    expect(await test.refusalOf(envelope)).toBe('wrong timestamp')
    test.clock.nowAt = START_AT + 6 * DAY_SEC
    expect(await test.refusalOf(envelope)).toBe('proposal end date must be in the future')
    test.clock.nowAt = START_AT - 300
    await test.client.post(envelope)
  })

  it('error: a vote that is four days old is late, not wrong', async () => {
    const proposal = await test.openVote()
    const vote = await test.signVote({ proposal })
    test.clock.nowAt += 4 * DAY_SEC
    expect(await test.refusalOf(vote)).toBe('not in voting window')
  })

  it('behavior: the type of the domain is left out, of the id too', async () => {
    const envelope = await test.signProposal()
    const EIP712Domain = [
      { name: 'name', type: 'string' },
      { name: 'version', type: 'string' },
    ]
    const types = { EIP712Domain, ...envelope.data.types }
    const response = await test.post({ ...envelope, data: { ...envelope.data, types } })
    const { id, ipfs } = await response.json()
    expect([response.status, id]).toEqual([200, getSnapshotId(envelope.data)])
    const pinned = await (await fetch(`${test.hub.ipfsUrl}/ipfs/${ipfs}`)).json()
    expect(pinned.data).toEqual(envelope.data)
  })

  it('behavior: a space in any capitals, kept as signed', async () => {
    const { id } = await test.client.post(await test.signProposal({ space: 'Gimbal.eth' }))
    test.clock.nowAt += DELAY_SEC
    await test.client.post(await test.signVote({ proposal: id, space: 'GIMBAL.ETH' }))
    expect(test.hub.proposals.map((row) => row.space)).toEqual(['Gimbal.eth'])
    expect(test.hub.votes.map((row) => row.space)).toEqual(['GIMBAL.ETH'])
    const { data } = await test.query(`
      proposals(where: { space: "${space}" }) { id space { id name } }
      messages(where: { space: "${space}" }, orderDirection: asc) { space type }
      space(id: "gimbal.ETH") { id }`)
    expect(data).toEqual({
      proposals: [{ id, space: { id: 'Gimbal.eth', name: 'Gimbal' } }],
      messages: [
        { space: 'Gimbal.eth', type: 'proposal' },
        { space: 'GIMBAL.ETH', type: 'vote' },
      ],
      space: { id: 'gimbal.eth' },
    })
  })
})

describe('alias', () => {
  const alias = accountAt(5)
  /** A vote of the author, signed by someone else. */
  const signFor = async (proposal: string) => {
    const { nowAt: timestamp } = test.clock
    const message = { from: author.address, proposal, timestamp, choice: '1' }
    const texts = { reason: '', app: '', metadata: '{}' }
    return signAny(voteStringTypes, { ...message, ...texts }, alias)
  }

  it("default: one that was named votes in the voter's name, also in a space without the setting", async () => {
    const proposal = await test.openVote()
    expect(await test.refusalOf(await signFor(proposal))).toBe('wrong alias')
    const { id } = await test.client.post(await signAlias(alias.address))
    await test.client.post(await signFor(proposal))
    expect(test.hub.votes).toMatchObject([{ voter: author.address, choice: 1, vp: 10 }])
    const { data } = await test.query(`
      aliases { id address alias created }
      messages(where: { type: "alias" }) { id space address }
      ofAlias: messages(where: { address: "${toSmall(alias.address)}" }) { type }`)
    expect(data).toEqual({
      aliases: [{ id, address: author.address, alias: alias.address, created: START_AT }],
      messages: [{ id, space: '', address: author.address }],
      ofAlias: [{ type: 'vote' }],
    })
  })

  it('error: named 30 days ago, by another, or by itself', async () => {
    const good = await test.signProposal()
    expect(await test.refusalOf({ ...good, address: stranger.address })).toBe('wrong alias')
    await test.client.post(await signAlias(alias.address, stranger))
    const proposal = await test.openVote()
    expect(await test.refusalOf(await signFor(proposal))).toBe('wrong alias')
    const own = await signAlias(alias.address, alias, { from: author.address })
    expect(await test.refusalOf(own)).toBe('alias not allowed for the type: alias')
    await test.client.post(await signAlias(alias.address))
    test.clock.nowAt = START_AT + 30 * DAY_SEC
    expect(await test.refusalOf(await signFor(proposal))).toBe('wrong alias')
  })

  it('error: an alias that is no address', async () => {
    const small = toSmall(alias.address)
    expect(await test.refusalOf(await signAlias(small))).toBe('wrong alias format')
  })
})
