import { describe, expect, test } from 'vitest'
import { resolveProposal } from '../../../cli/governance/resolveProposal.ts'
import type { Session } from '../../../cli/governance/session.ts'

/** Nobody is asked for what is no id. */
const session = {} as Session

describe('resolveProposal', () => {
  test.each([
    [undefined, 'the proposal is missing; give its id'],
    ['', 'the proposal is empty; give its id'],
    [' \t ', 'the proposal is empty; give its id'],
    ['0x', 'the proposal is 0x; give its id'],
    ['１２３４', 'the proposal is １２３４; give its id'],
    ['0x12 34', 'the proposal is 0x12 34; give its id'],
    ['9'.repeat(79), `the proposal is ${'9'.repeat(79)}; give its id`],
    ['a'.repeat(5_000), `the proposal is ${'a'.repeat(99)}…; give its id`],
    ['\u001b[8m', 'the proposal is \\x1b[8m; give its id'],
  ])('error: what is no id (%#)', async (text, message) => {
    await expect(resolveProposal(session, text)).rejects.toThrow(message)
  })
})
