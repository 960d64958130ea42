import { RpcRequestError } from 'viem'
import { describe, expect, test } from 'vitest'
import { isNonceUsed, isTaken } from '../../../bot/submit/isTaken.ts'

const say = (message: string) =>
  new RpcRequestError({ body: {}, url: 'http://127.0.0.1:9', error: { code: -32_000, message } })

describe('isTaken', () => {
  test.each([
    ['go-ethereum', 'already known'],
    ['anvil', 'transaction already imported'],
    ['erigon', 'known transaction: 0x12ab'],
    ['besu', 'Known transaction'],
    ['nethermind', 'AlreadyKnown'],
    ['openethereum', 'Transaction with the same hash was already imported.'],
  ])('default: as %s says it: %s', (_, message) => {
    expect(isTaken(say(message))).toBe(true)
    expect(isNonceUsed(say(message))).toBe(false)
  })

  test.each([
    'unknown transaction type',
    'replacement transaction underpriced',
    'insufficient funds for gas * price + value',
    'nonce too low',
  ])('error: %s', (message) => {
    expect(isTaken(say(message))).toBe(false)
  })

  test('error: no error of a node', () => {
    expect([isTaken(undefined), isTaken(new Error('fetch failed'))]).toEqual([false, false])
  })
})

describe('isNonceUsed', () => {
  test.each([
    ['go-ethereum', 'nonce too low: next nonce 5, tx nonce 4'],
    ['besu', 'Nonce too low'],
    ['nethermind', 'OldNonce, Current nonce: 5, nonce of rejected tx: 4'],
  ])('default: as %s says it: %s', (_, message) => {
    expect(isNonceUsed(say(message))).toBe(true)
  })

  test('error: nonce too high', () => {
    expect(isNonceUsed(say('nonce too high'))).toBe(false)
  })
})
