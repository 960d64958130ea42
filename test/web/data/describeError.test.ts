import { createPublicClient, createWalletClient } from 'viem'
import { describe, expect, test } from 'vitest'
import { BaseError } from '../../../core/errors.ts'
import { nodeTransport } from '../../../http/nodeTransport.ts'
import { describeError } from '../../../web/data/useReading.ts'

/** What a visitor's own URL may hold. */
const SECRET = 'k3y0fav1s1t0r'

describe('describeError', () => {
  test('error: a node that does not answer is told by its host', async () => {
    const transport = nodeTransport(`http://127.0.0.1:9/v1/${SECRET}`, { retryCount: 0 })
    const error = await createPublicClient({ transport })
      .getBlock()
      .catch((cause) => cause)
    expect(String(error.message)).toContain(SECRET)
    expect(describeError(error)).toMatch(/^The node at 127\.0\.0\.1:9 does not answer/)
    expect(describeError(error)).not.toContain(SECRET)
  })

  test('error: other failures of viem, ours, and any other: no URL is longer than its host', async () => {
    const transport = nodeTransport(`http://127.0.0.1:9/${SECRET}`, { retryCount: 0 })
    const unready = await createWalletClient({ transport })
      .sendTransaction({ to: '0x', chain: null } as never)
      .catch((cause) => cause)
    const url = `https://rpc.example/${SECRET}?apikey=${SECRET}`
    for (const error of [
      unready,
      new BaseError('test/any', `${url} does not answer; start it`),
      new TypeError(`Failed to parse URL from ${url}`),
      `it broke at ${url}.`,
    ]) {
      expect(describeError(error)).not.toContain(SECRET)
    }
    expect(describeError(new TypeError(`bad: ${url}`))).toBe('TypeError: bad: https://rpc.example')
  })
})
