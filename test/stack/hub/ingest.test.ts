import { describe, expect, it, onTestFinished } from 'vitest'
import { getSnapshotId } from '../../../snapshot/index.ts'
import type { HubFaultStep } from '../../../stack/hub/fault.ts'
import type { HubOptions } from '../../../stack/hub/startHub.ts'
import { space, startTestHub } from './support/startTestHub.ts'

async function start(options: Partial<HubOptions> = {}) {
  const test = await startTestHub(options)
  onTestFinished(() => test.hub.close())
  return test
}

/** A hub that fails at a step from when the test says so. */
async function startFailing(step: HubFaultStep) {
  const fault = { isOn: false }
  const hasFault: HubOptions['hasFault'] = (at) => fault.isOn && at === step
  return { ...(await start({ hasFault })), fault }
}

describe('ingest', () => {
  it.each([
    ['maintenance', '503 server_error: update in progress, try later'],
    ['process', '425 client_error: request already being processed'],
    ['power', 'failed to check voting power'],
    ['pin', 'pinning failed'],
  ] as const)(
    'error: a vote that fails at the step %s can be posted again',
    async (step, refusal) => {
      const { fault, ...test } = await startFailing(step)
      const vote = await test.signVote({ proposal: await test.openVote() })
      fault.isOn = true
      expect(await test.refusalOf(vote)).toBe(refusal)
      expect(test.hub.votes).toEqual([])
      fault.isOn = false
      expect((await test.post(vote)).status).toBe(200)
    },
  )

  it.each([
    ['power', 'failed to check validation'],
    ['block', 'unable to fetch block'],
    ['pin', 'pinning failed'],
  ] as const)('error: a proposal that fails at the step %s', async (step, refusal) => {
    const { fault, ...test } = await startFailing(step)
    fault.isOn = true
    expect(await test.refusalOf(await test.signProposal())).toBe(refusal)
    expect(test.hub.proposals).toEqual([])
  })

  it('error: what the services behind it do not answer', async () => {
    const reject = () => Promise.reject(new Error('no chain'))
    const noPower = await start({ getVotingPower: reject })
    expect(await noPower.refusalOf(await noPower.signProposal())).toBe('failed to check validation')
    const noBlock = await start({ getBlockNumber: reject })
    expect(await noBlock.refusalOf(await noBlock.signProposal())).toBe('unable to fetch block')
  })

  it('error: the same message again while the first is being checked', async () => {
    const chain = Promise.withResolvers<bigint>()
    const asked = Promise.withResolvers<void>()
    const test = await start({
      getVotingPower: () => {
        asked.resolve()
        return chain.promise
      },
    })
    const envelope = await test.signProposal()
    const first = test.post(envelope)
    await asked.promise
    expect(await test.refusalOf(envelope)).toBe('425 client_error: request already being processed')
    chain.resolve(10n ** 19n)
    expect((await first).status).toBe(200)
    expect(await test.refusalOf(envelope)).toBe('duplicate message')
  })

  it('error: a message that is accepted, and whose answer is lost', async () => {
    const { fault, ...test } = await startFailing('reply')
    const vote = await test.signVote({ proposal: await test.openVote() })
    fault.isOn = true
    await expect(test.post(vote)).rejects.toThrow('fetch failed')
    const id = getSnapshotId(vote.data)
    expect(test.hub.votes).toMatchObject([{ id }])
    expect((await test.query(`messages(where: { id_in: ["${id}"] }) { id }`)).data).toEqual({
      messages: [{ id }],
    })
  })

  it("error: the hub's database fails: 200 with errors", async () => {
    const { fault, ...test } = await startFailing('query')
    fault.isOn = true
    const names = ['space(id: "x")', 'proposal(id: "x")', 'vote(id: "x")', 'votes', 'messages']
    for (const name of names) {
      const row = name.replace(/\(.*/, '')
      const { status, data, errors } = await test.query(`${name} { id }`)
      expect([status, data]).toEqual([200, { [row]: null }])
      expect(errors).toMatchObject([{ message: 'request failed', path: [row] }])
    }
    fault.isOn = false
    expect((await test.query(`space(id: "${space}") { id }`)).errors).toBeUndefined()
  })

  it('behavior: the fault gets the posted message', async () => {
    const bodies: unknown[] = []
    const test = await start({
      hasFault: (step, body) => {
        if (step === 'process') bodies.push(body)
        return false
      },
    })
    const envelope = await test.signProposal()
    await test.client.post(envelope)
    expect(bodies).toEqual([envelope])
  })
})
