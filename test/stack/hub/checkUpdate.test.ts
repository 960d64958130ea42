import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { getSnapshotId } from '../../../snapshot/index.ts'
import { signUpdate } from './support/signMessages.ts'
import {
  accountAt,
  DELAY_SEC,
  START_AT,
  settings,
  space,
  startTestHub,
} from './support/startTestHub.ts'

let test: Awaited<ReturnType<typeof startTestHub>>
beforeEach(async () => {
  test = await startTestHub()
})
afterEach(() => test.hub.close())

const propose = async () => (await test.client.post(await test.signProposal())).id

describe('checkUpdate', () => {
  it('default: other words and labels under the same id; then choice 1 is another', async () => {
    const proposal = await propose()
    const timestamp = START_AT + 10
    const words = { title: 'Smaller', body: '# Smaller', plugins: '{"other":{}}' }
    const choices = ['Against', 'For', 'Abstain']
    const update = await signUpdate({ proposal, timestamp, ...words, choices, labels: ['new'] })
    const posted = await test.client.post(update)
    expect(posted.id).toBe(getSnapshotId(update.data))
    test.clock.nowAt = START_AT + DELAY_SEC + 1
    await test.client.post(await test.signVote({ proposal, choice: 1 }))
    const { data } = await test.query(`
      proposal(id: "${proposal}") { id ipfs created updated title body choices labels plugins scores }
      messages(orderBy: "mci", orderDirection: asc) { id type }`)
    expect(data).toEqual({
      proposal: {
        id: proposal,
        ipfs: posted.ipfs,
        created: START_AT,
        updated: timestamp,
        title: 'Smaller',
        body: '# Smaller',
        choices,
        labels: ['new'],
        plugins: { other: {} },
        scores: [10, 0, 0],
      },
      messages: [
        { id: proposal, type: 'proposal' },
        { id: posted.id, type: 'update-proposal' },
        { id: test.hub.votes[0]?.id, type: 'vote' },
      ],
    })
    const pinned = await (await fetch(`${test.hub.ipfsUrl}/ipfs/${posted.ipfs}`)).json()
    expect(pinned).toEqual({ ...update, hash: posted.id })
  })

  it('behavior: the body may be of any length, the id in any capitals, and a flag is gone', async () => {
    const proposal = await propose()
    test.hub.flagProposal(proposal)
    const body = 'x'.repeat(20_000)
    const capitals = `0x${proposal.slice(2).toUpperCase()}` as const
    await test.client.post(await signUpdate({ proposal: capitals, body }))
    expect(test.hub.proposals).toMatchObject([{ id: proposal, body, flagged: false }])
  })

  it('behavior: until the start, and not after', async () => {
    const proposal = await propose()
    test.clock.nowAt = START_AT + DELAY_SEC
    await test.client.post(await signUpdate({ proposal }))
    test.clock.nowAt++
    const late = await signUpdate({ proposal, title: 'Smaller' })
    expect(await test.refusalOf(late)).toBe('proposal already started')
  })

  it('error: each refusal in its words, in its order', async () => {
    const proposal = await propose()
    const other = accountAt(2)
    const choices = ['For']
    const update = async (fields: object, ...signer: [] | [typeof other]) =>
      test.refusalOf(await signUpdate({ proposal, ...fields }, ...signer))
    expect(await update({ title: '', proposal: '0x12' })).toBe('wrong proposal format')
    expect(await update({ proposal: '0x12' })).toBe('unknown proposal')
    expect(await update({ choices }, other)).toBe('wrong choices for "basic" type voting')
    expect(await update({ privacy: 'shutter' }, other)).toBe('Not the author')
    expect(await update({ privacy: 'shutter', type: 'weighted' })).toBe(
      'not allowed to set privacy',
    )
    expect(await update({ type: 'weighted', choices })).toBe('space voting type mismatch')
    expect(test.hub.proposals).toMatchObject([{ title: 'Larger', updated: null }])
  })

  it('error: an admin is not the author', async () => {
    await test.hub.close()
    const admin = accountAt(2)
    test = await startTestHub({ spaces: { [space]: { ...settings, admins: [admin.address] } } })
    const proposal = await propose()
    expect(await test.refusalOf(await signUpdate({ proposal }, admin))).toBe('Not the author')
  })
})
