import { encodeErrorResult, RawContractError } from 'viem'
import { describe, expect, test } from 'vitest'
import { riskParametersErrors } from '../../abi/index.ts'
import { describeFailure } from '../../bot/describeFailure.ts'

describe('describeFailure', () => {
  test('default: what a contract refuses with is told in the sentences of all commands', () => {
    const data = encodeErrorResult({
      abi: riskParametersErrors,
      errorName: 'EvidenceNotNewer',
      args: [1_700_000_400n, 1_700_000_520n],
    })
    expect(describeFailure(new RawContractError({ data }))).toBe(
      'the contract refuses: its evidence is of 2023-11-14 22:20:00 UTC, evidence of 2023-11-14 22:22:00 UTC has counted already; report a later block',
    )
  })

  test('behavior: URLs of others are left out, what terminals obey is shown', () => {
    expect(describeFailure(new Error('no\u001b[2K at https://host/key\nmore'))).toBe(
      'no\\x1b[2K at (URL)',
    )
  })
})
