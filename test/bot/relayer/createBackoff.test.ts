import { expect, test } from 'vitest'
import { createBackoff } from '../../../bot/relayer/createBackoff.ts'

test('createBackoff: the wait doubles up to the most, and is forgotten with success', () => {
  let at = 1_000
  const backoff = createBackoff({ firstSec: 15, mostSec: 50, clock: () => at })
  expect(backoff.mayTry('one')).toBe(true)
  for (const waitSec of [15, 30, 50, 50]) {
    backoff.noteFailure('one')
    at += waitSec - 1
    expect(backoff.mayTry('one')).toBe(false)
    expect(backoff.mayTry('another')).toBe(true)
    at += 1
    expect(backoff.mayTry('one')).toBe(true)
  }
  backoff.noteFailure('one')
  backoff.forget('one')
  expect(backoff.mayTry('one')).toBe(true)
  backoff.noteFailure('one')
  at += 15
  expect(backoff.mayTry('one')).toBe(true)
})
