import { encodeErrorResult, RawContractError } from 'viem'
import { describe, expect, test } from 'vitest'
import { riskParametersErrors } from '../../abi/index.ts'
import { describeFailure } from '../../bot/describeFailure.ts'

describe('describeFailure', () => {
  test('default: what a contract refuses with is told in the sentences of all commands', () => {
    const data = encodeErrorResult({
      abi: riskParametersErrors,
      errorName: 'EpochNotRisen',
      args: [7n, 7n],
    })
    expect(describeFailure(new RawContractError({ data }))).toBe(
      'the contract refuses: its evidence is of epoch 7, epoch 7 is counted already; wait for the next epoch',
    )
  })

  test('behavior: URLs of others are left out, what terminals obey is shown', () => {
    expect(describeFailure(new Error('no\u001b[2K at https://host/key\nmore'))).toBe(
      'no\\x1b[2K at (URL)',
    )
  })
})
