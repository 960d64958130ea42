import { type Address, getAddress, parseAbi, toHex } from 'viem'
import { describe, expect, test } from 'vitest'
import { governorAbi } from '../../../abi/index.ts'
import { createVoteCall } from '../../../client/createVoteCall.ts'
import { createDelegateCall } from '../../../client/describeDelegation.ts'
import { createStepCall } from '../../../client/proposalSteps.ts'
import { describeCall } from '../../../web/wallet/describeCall.ts'
import { isSameCall } from '../../../web/wallet/isSameCall.ts'

const address = (digit: string) => getAddress(`0x${digit.repeat(40)}`)
const addresses = {
  governor: address('1'),
  token: address('2'),
  timelock: address('3'),
  riskParameters: address('4'),
  vault: undefined,
}

describe('describeCall', () => {
  test('default: a vote is named by its contract, its choice in words, the id as pages show it', () => {
    const call = createVoteCall(addresses.governor, 255n, 'for', 'deep\nenough')
    expect(describeCall(call, { addresses })).toEqual({
      contract: 'the Governor',
      functionName: 'castVoteWithReason',
      args: [
        { name: 'proposalId', text: toHex(255, { size: 32 }) },
        { name: 'support', text: '1 (for)' },
        { name: 'reason', text: 'deep\nenough' },
      ],
    })
  })

  test('behavior: of a step each target and call is told apart', () => {
    const call = createStepCall(addresses.governor, 'execute', {
      targets: [addresses.riskParameters, addresses.token],
      values: [0n, 1_234_567n],
      calldatas: ['0x1234', `0x${'ab'.repeat(100)}`],
      description: 'text',
    })
    const { args } = describeCall(call, { addresses })
    expect(args.map(({ text }) => text)).toEqual([
      `1. ${addresses.riskParameters}\n2. ${addresses.token}`,
      '1. 0\n2. 1,234,567',
      `1. 0x1234\n2. 0x${'ab'.repeat(16)}… (100 bytes)`,
      expect.stringMatching(/^0x[0-9a-f]{64}$/),
    ])
  })

  test('behavior: a text within others is quoted, so that it cannot pass for them', () => {
    const abi = parseAbi(['function act((string title, address to)[] list)'])
    const call = {
      address: address('9'),
      abi,
      functionName: 'act',
      args: [[{ title: 'a", to: 0x0\nfalse', to: address('5') }]],
    }
    const { contract, args } = describeCall(call, { addresses })
    expect(contract).toBeUndefined()
    expect(args[0]?.text).toBe(`title: "a", to: 0x0\\nfalse", to: ${address('5')}`)
  })

  test('behavior: calls are the same by what they do', () => {
    const to = (delegatee: Address) => createDelegateCall(addresses.token, delegatee)
    expect(isSameCall(to(address('5')), to(address('5')))).toBe(true)
    expect(isSameCall(to(address('5')), to(address('6')))).toBe(false)
    const vote = (id: bigint) => createVoteCall(addresses.governor, id, 'for')
    expect(isSameCall(vote(1n), vote(1n))).toBe(true)
    expect(isSameCall(vote(1n), vote(2n))).toBe(false)
    const text = { address: addresses.governor, abi: governorAbi, functionName: 'castVote' }
    expect(isSameCall({ ...text, args: ['1n', 1] }, { ...text, args: [2n, 1] })).toBe(false)
  })
})
