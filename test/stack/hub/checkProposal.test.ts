import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { MessageRefusedError, signMessage } from '../../../snapshot/index.ts'
import {
  accountAt,
  author,
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

const refused = async (...change: Parameters<typeof test.signProposal>) =>
  test.refusalOf(await test.signProposal(...change))
/** With fields that `createSnapshotProposal` would not give. */
const signAnyProposal = async (fields: object) => {
  const { data } = await test.signProposal()
  return signMessage(author, { ...data, message: { ...data.message, ...fields } } as never)
}
const start = START_AT + DELAY_SEC

describe('checkProposal', () => {
  it('error: each refusal in its words', async () => {
    expect(await refused({ title: '' })).toBe('wrong proposal format')
    expect(await refused({ labels: ['a b'] })).toBe('wrong proposal format')
    expect(await refused({ app: 'x'.repeat(25) })).toBe('wrong proposal format')
    expect(await refused({ start: start - 1, end: start - 1 + PERIOD_SEC })).toBe(
      'invalid voting delay',
    )
    expect(await refused({ end: start + PERIOD_SEC - 1 })).toBe('invalid voting period')
    expect(await refused({ type: 'single-choice' })).toBe('invalid voting type')
    expect(await refused({}, stranger)).toBe('validation failed')
    for (const choices of [['For'], ['1', '2', '3', '4']]) {
      expect(await test.refusalOf(await signAnyProposal({ choices }))).toBe(
        'wrong choices for basic type voting',
      )
    }
    test.clock.nowAt = start + PERIOD_SEC
    expect(await refused()).toBe('proposal end date must be in the future')
    expect(test.hub.proposals).toEqual([])
  })

  it('error: privacy that the space does not have, or nobody', async () => {
    expect(await test.refusalOf(await signAnyProposal({ privacy: 'shutter' }))).toBe(
      'not allowed to set privacy',
    )
    expect(await test.refusalOf(await signAnyProposal({ privacy: 'x' }))).toBe(
      'wrong proposal format',
    )
  })

  it('behavior: where the space lets authors choose, the proposal has the privacy that it says', async () => {
    await test.hub.close()
    const voting = { ...settings.voting, privacy: 'any' }
    test = await startTestHub({ spaces: { [space]: { ...settings, voting } } })
    await test.client.post(await test.signProposal())
    await test.client.post(await test.signPrivateProposal())
    expect(test.hub.proposals.map(({ privacy }) => privacy)).toEqual(['', 'shutter'])
  })

  it('error: a snapshot in the future, or before the first block', async () => {
    expect(await refused({ snapshot: 1_001 })).toBe('invalid snapshot block')
    expect(await refused({ snapshot: 0 })).toBe('proposal snapshot must be after network start')
    await test.client.post(await test.signProposal({ snapshot: 1_000 }))
  })

  it.each([
    ['{', {}],
    ['', {}],
    ['null', {}],
    ['{"a":1}', { a: 1 }],
  ])('behavior: plugins %j become %j', async (plugins, kept) => {
    await test.client.post(await test.signProposal({ plugins }))
    expect(test.hub.proposals.map((row) => row.plugins)).toEqual([kept])
  })

  it('behavior: the app is kept as signed', async () => {
    await test.client.post(await test.signProposal({ app: 'Gimbal Bot' }))
    expect(test.hub.proposals).toMatchObject([{ app: 'Gimbal Bot' }])
  })

  it('error: a body that is too long, said last of all', async () => {
    const body = 'x'.repeat(10_001)
    const tooLong = 'proposal body length can not exceed 10000 characters'
    expect(await refused({ body })).toBe(tooLong)
    expect(await refused({ body, start: start - 1 })).toBe('invalid voting delay')
    expect(await refused({ body, snapshot: 1_001 })).toBe('invalid snapshot block')
    expect(await refused({ body }, stranger)).toBe('validation failed')
    test.clock.nowAt = start + PERIOD_SEC
    expect(await refused({ body })).toBe('proposal end date must be in the future')
    test.clock.nowAt = START_AT
    await test.client.post(await test.signProposal({ body: 'x'.repeat(10_000) }))
  })

  it('error: a space for members only, and an author who is not a member', async () => {
    await test.hub.close()
    const member = accountAt(3)
    const filters = { minScore: 10, onlyMembers: true }
    test = await startTestHub({
      spaces: { [space]: { ...settings, filters, members: [member.address] } },
    })
    expect(await refused()).toBe('only space authors can propose')
    await test.client.post(await test.signProposal({}, member))
    await expect(test.client.post(await test.signProposal())).rejects.toThrow(MessageRefusedError)
  })
})
