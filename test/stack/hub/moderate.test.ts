import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signDeletion, signFlag } from './support/signMessages.ts'
import { accountAt, author, settings, space, startTestHub } from './support/startTestHub.ts'

const admin = accountAt(2)
const moderator = accountAt(3)
const member = accountAt(4)

let test: Awaited<ReturnType<typeof startTestHub>>
beforeEach(async () => {
  const roles = {
    admins: [admin.address],
    moderators: [moderator.address],
    members: [member.address],
  }
  test = await startTestHub({ spaces: { [space]: { ...settings, ...roles } } })
})
afterEach(() => test.hub.close())

describe('checkDeletion', () => {
  it('default: proposal and votes are gone, their messages and what IPFS holds stay', async () => {
    const proposal = await test.openVote()
    const envelope = await test.signVote({ proposal })
    const vote = await test.client.post(envelope)
    const { id } = await test.client.post(await signDeletion(proposal))
    const { data } = await test.query(`
      proposal(id: "${proposal}") { id }
      proposals { id }
      vote(id: "${vote.id}") { id }
      votes(where: { proposal: "${proposal}" }) { id }
      messages(orderBy: "mci", orderDirection: asc) { id type ipfs }`)
    expect(data).toMatchObject({ proposal: null, proposals: [], vote: null, votes: [] })
    expect(data.messages).toMatchObject([
      { id: proposal, type: 'proposal' },
      { id: vote.id, type: 'vote' },
      { id, type: 'delete-proposal' },
    ])
    const pinned = await fetch(`${test.hub.ipfsUrl}/ipfs/${vote.ipfs}`)
    expect(await pinned.json()).toEqual({ ...envelope, hash: vote.id })
    const { status } = await fetch(`${test.hub.ipfsUrl}/ipfs/${data.messages[0].ipfs}`)
    expect(status).toBe(200)
    expect(await test.refusalOf(await test.signVote({ proposal, choice: 2 }))).toBe(
      'unknown proposal',
    )
    expect(await test.refusalOf(await test.signProposal())).toBe('duplicate message')
  })

  it.each([
    ['the author', author],
    ['an admin', admin],
    ['a moderator', moderator],
  ])('behavior: %s deletes', async (_, signer) => {
    const proposal = await test.openVote()
    await test.client.post(await signDeletion(proposal, signer))
    expect(test.hub.proposals).toEqual([])
  })

  it('error: a member may not, and what there is not', async () => {
    const proposal = await test.openVote()
    expect(await test.refusalOf(await signDeletion(proposal, member))).toBe(
      'not authorized to archive proposal',
    )
    expect(await test.refusalOf(await signDeletion('0x12', member))).toBe('unknown proposal')
    expect(test.hub.proposals).toHaveLength(1)
  })
})

describe('checkFlag', () => {
  it('default: answers say it, and votes go on', async () => {
    const proposal = await test.openVote()
    await test.client.post(await signFlag(proposal, moderator))
    await test.client.post(await test.signVote({ proposal }))
    const row = 'id flagged flagCode votes space { flagged }'
    const { data } = await test.query(`
      proposal(id: "${proposal}") { ${row} }
      flagged: proposals(where: { flagged: true }) { id }
      others: proposals(where: { flagged: false }) { id }`)
    expect(data).toEqual({
      proposal: { id: proposal, flagged: true, flagCode: 1, votes: 1, space: { flagged: false } },
      flagged: [{ id: proposal }],
      others: [],
    })
  })

  it('error: each refusal in its words', async () => {
    const proposal = await test.openVote()
    expect(await test.refusalOf(await signFlag('0x12', admin))).toBe('unknown proposal')
    expect(await test.refusalOf(await signFlag(proposal))).toBe('not authorized to flag proposal')
    await test.client.post(await signFlag(proposal, admin))
    expect(await test.refusalOf(await signFlag(proposal))).toBe('proposal already flagged')
  })

  it("behavior: Snapshot's own flags on a proposal and its space", async () => {
    const proposal = await test.openVote()
    const document = `
      proposal(id: "${proposal}") { flagged space { flagged flagCode } }
      space(id: "${space}") { flagged }`
    const before = await test.query(document)
    expect(before.data).toEqual({
      proposal: { flagged: false, space: { flagged: false, flagCode: 0 } },
      space: { flagged: false },
    })
    test.hub.flagProposal(proposal)
    test.hub.flagSpace(space)
    const after = await test.query(document)
    expect(after.data).toEqual({
      proposal: { flagged: true, space: { flagged: true, flagCode: 1 } },
      space: { flagged: true },
    })
    await test.client.post(await test.signVote({ proposal }))
  })
})
