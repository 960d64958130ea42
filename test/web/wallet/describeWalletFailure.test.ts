import { UserRejectedRequestError } from 'viem'
import { describe, expect, test } from 'vitest'
import { describeWalletFailure, isUnknownChain } from '../../../web/wallet/describeWalletFailure.ts'

const failWith = (code: number, message = 'No.') => Object.assign(new Error(message), { code })

describe('describeWalletFailure', () => {
  test('default: a visitor who says no is told calmly that nothing happened', () => {
    for (const error of [
      failWith(4001),
      new UserRejectedRequestError(new Error('User rejected the request.')),
      new Error('viem', { cause: failWith(4001) }),
    ]) {
      expect(describeWalletFailure(error, 'signed')).toEqual({
        tone: 'info',
        title: 'You said no in the wallet',
        text: expect.stringMatching(/^Nothing was signed/),
      })
    }
  })

  test.each([
    [-32002, 'The wallet is waiting for you'],
    [4100, 'The wallet does not allow it'],
    [4200, 'The wallet cannot do it'],
    [-32601, 'The wallet cannot do it'],
    [4900, 'The wallet is offline'],
  ])('behavior: the code %s has words of its own', (code, title) => {
    const failure = describeWalletFailure(failWith(code), 'sent')
    expect([failure.tone, failure.title]).toEqual(['warn', title])
  })

  test('behavior: other words of the wallet are quoted, short and without what would act', () => {
    const failure = describeWalletFailure(
      Object.assign(new Error('long'), { details: `\u202enot now${'!'.repeat(500)}` }),
      'sent',
    )
    expect(failure.title).toBe('Nothing was sent')
    expect(failure.text).toMatch(/^The wallet says: "\\u\{202e\}not now!+ …"$/)
    expect(failure.text.length).toBeLessThan(250)
  })

  test('behavior: what is no error is said as it is', () => {
    expect(describeWalletFailure('gone', 'sent').text).toBe('gone')
    expect(describeWalletFailure(undefined, 'sent').tone).toBe('warn')
  })

  test('behavior: a chain that is not known is found within what wallets wrap it in', () => {
    expect(isUnknownChain(failWith(4902))).toBe(true)
    const wrapped = Object.assign(new Error('internal'), {
      code: -32603,
      data: { originalError: { code: 4902 } },
    })
    expect(isUnknownChain(new Error('viem', { cause: wrapped }))).toBe(true)
    expect(isUnknownChain(failWith(4001))).toBe(false)
  })

  test('error: causes in a circle end', () => {
    const error = new Error('round') as Error & { cause: unknown }
    error.cause = error
    expect(isUnknownChain(error)).toBe(false)
  })
})
