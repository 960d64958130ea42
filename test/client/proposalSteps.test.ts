import { getAddress } from 'viem'
import { describe, expect, test } from 'vitest'
import { describeDelegation, isDelegateOf } from '../../client/describeDelegation.ts'
import { findObstacle } from '../../client/proposalSteps.ts'
import { proposalStates } from '../../governance/index.ts'

const address = (digit: string) => getAddress(`0x${digit.repeat(40)}`)
const [proposer, other] = [address('1'), address('2')]

describe('findObstacle', () => {
  test('default: each step has its one state', () => {
    const open = (step: 'queue' | 'execute' | 'cancel') =>
      proposalStates.filter((state) => {
        return findObstacle(step, { state, proposer, executableAt: 0n }, proposer, 1n) === undefined
      })
    expect(open('queue')).toEqual(['succeeded'])
    expect(open('execute')).toEqual(['queued'])
    expect(open('cancel')).toEqual(['pending'])
  })

  test('behavior: the timelock lets it through in the second that it names', () => {
    const queued = { state: 'queued', proposer, executableAt: 100n } as const
    expect(findObstacle('execute', queued, other, 99n)).toBe('delay')
    expect(findObstacle('execute', queued, other, 100n)).toBeUndefined()
  })

  test('behavior: the proposer alone may cancel; who is not known is not told that he may not', () => {
    const pending = { state: 'pending', proposer, executableAt: 0n } as const
    expect(findObstacle('cancel', pending, other, 1n)).toBe('proposer')
    expect(findObstacle('cancel', pending, proposer, 1n)).toBeUndefined()
    expect(findObstacle('cancel', pending, undefined, 1n)).toBeUndefined()
  })
})

describe('describeDelegation', () => {
  const holding = {
    account: proposer,
    etherWei: 0n,
    tokens: 600_000n * 10n ** 18n,
    delegate: undefined,
    votes: 0n,
    votesOfOthers: 0n,
  }
  const nobody = address('0')

  test('default: who has the votes, and who will have them', () => {
    expect(describeDelegation(holding, proposer)).toBe(
      `${proposer} holds 600,000 tokens; their votes are with nobody, and will be with itself on proposals whose vote begins later`,
    )
    expect(describeDelegation({ ...holding, delegate: other }, nobody)).toMatch(
      /are with 0x2+, and will be with nobody on/,
    )
  })

  test('behavior: nothing is left to do where it is so already', () => {
    expect(isDelegateOf(holding, nobody)).toBe(true)
    expect(describeDelegation(holding, nobody)).toMatch(/are with nobody already$/)
    expect(isDelegateOf({ ...holding, delegate: other }, other)).toBe(true)
    expect(isDelegateOf(holding, other)).toBe(false)
  })

  test('behavior: an account without tokens moves none', () => {
    expect(describeDelegation({ ...holding, tokens: 0n }, other)).toMatch(
      /it moves no votes until it gets tokens/,
    )
  })
})
