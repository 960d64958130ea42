import snapshot from '@snapshot-labs/snapshot.js'
import { type Hex, verifyMessage } from 'viem'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Envelope, getSnapshotId } from '../../../snapshot/index.ts'
import { author, space, startTestHub } from './support/startTestHub.ts'

type TestHub = Awaited<ReturnType<typeof startTestHub>>

let test: TestHub
beforeEach(async () => {
  test = await startTestHub()
})
afterEach(() => test.hub.close())

describe('startHub', () => {
  it('default: takes what the published client posts, and answers with a signed receipt', async () => {
    const proposal = await test.openVote()
    const web3 = {
      _signTypedData: (
        domain: object,
        types: Record<string, { name: string; type: string }[]>,
        message: Record<string, unknown>,
      ) => author.signTypedData({ domain, types, primaryType: 'Vote', message }),
    }
    const published = new snapshot.Client712(test.hub.sequencerUrl)
    const fields = { space, proposal, type: 'basic' as const, choice: 2, app: 'Gimbal Bot' }
    const timestamp = test.clock.nowAt
    const posted = (await published.vote(web3 as never, author.address, {
      ...fields,
      timestamp,
    })) as { id: Hex; ipfs: string; relayer: { address: Hex; receipt: Hex } }
    expect(test.hub.votes).toEqual([
      {
        id: posted.id,
        ipfs: posted.ipfs,
        voter: author.address,
        created: timestamp,
        space,
        proposal,
        choice: 2,
        reason: '',
        app: 'Gimbal Bot',
        metadata: {},
        vp: 10,
      },
    ])
    const pinned = await (await fetch(`${test.hub.ipfsUrl}/ipfs/${posted.ipfs}`)).json()
    expect(pinned.hash).toBe(posted.id)
    expect(getSnapshotId(pinned.data)).toBe(posted.id)
    expect(posted.ipfs).toMatch(/^bafkrei[a-z2-7]{52}$/)
    const { address, receipt } = posted.relayer
    expect(await verifyMessage({ address, message: pinned.sig, signature: receipt })).toBe(true)
  })

  it('behavior: a later vote replaces, an earlier one and one of the same second do not', async () => {
    const proposal = await test.openVote()
    const { nowAt } = test.clock
    await test.client.post(await test.signVote({ proposal }))
    const later = await test.signVote({ proposal, choice: 2, timestamp: nowAt + 1 })
    await test.client.post(later)
    expect(test.hub.votes.map(({ choice }) => choice)).toEqual([2])
    const earlier = await test.signVote({ proposal, choice: 3, timestamp: nowAt })
    expect(await test.refusalOf(earlier)).toBe('already voted at later time')
    const same = await Promise.all(
      [1, 3].map((choice) => test.signVote({ proposal, choice, timestamp: nowAt + 1 })),
    )
    const laterId = getSnapshotId(later.data)
    for (const vote of same.toSorted((a, b) => (getId(a) < getId(b) ? -1 : 1))) {
      if (getId(vote) > laterId) await test.client.post(vote)
      else expect(await test.refusalOf(vote)).toBe('already voted same time with lower index')
    }
  })

  it('behavior: a contract signs where the callback says so', async () => {
    await test.hub.close()
    const asked: unknown[] = []
    test = await startTestHub({
      verifyContractSignature: (...parts) => asked.push(parts) === 1,
    })
    const envelope = { ...(await test.signProposal()), sig: '0x1234' as const }
    const { id } = await test.client.post(envelope)
    expect(asked).toEqual([[author.address, id, '0x1234']])
  })

  it('behavior: answers the 5xx of a fault of its own, and 404 off its paths', async () => {
    await test.hub.close()
    test = await startTestHub({ now: () => Promise.reject(new Error('no chain')) })
    const body = JSON.stringify(await test.signProposal())
    const response = await fetch(test.hub.sequencerUrl, { method: 'POST', body })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ error: 'server_error', error_description: {} })
    expect((await fetch(`${test.hub.ipfsUrl}/ipfs/none`)).status).toBe(404)
  })
})

const getId = ({ data }: Envelope) => getSnapshotId(data)
