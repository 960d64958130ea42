import { describe, expect, test } from 'vitest'
import { AmbiguousIdError, ProposalNotFoundError } from '../../client/errors.ts'

describe('AmbiguousIdError', () => {
  test('default: lists what the digits may mean', () => {
    const { message, candidates } = new AmbiguousIdError('proposal', '1a2b', ['0x1a2b3', '0x1a2b4'])
    expect(message).toBe(
      '1a2b is the beginning of 2 ids; give more digits of one proposal: 0x1a2b3, 0x1a2b4',
    )
    expect(candidates).toEqual(['0x1a2b3', '0x1a2b4'])
  })

  test('behavior: of many it lists ten', () => {
    const many = Array.from({ length: 12 }, (_, index) => `0x1a2b${index}`)
    expect(new AmbiguousIdError('proposal', '1a2b', many).message).toMatch(
      /0x1a2b9 \(and 2 more\)$/,
    )
  })
})

describe('ProposalNotFoundError', () => {
  test('default: names the latest, or that there is none', () => {
    expect(new ProposalNotFoundError('1', ['0xa', '0xb']).message).toBe(
      'the Governor has no proposal 1; give one of 0xb, 0xa, see `gimbal proposals list`',
    )
    expect(new ProposalNotFoundError('1', []).message).toMatch(/1; it has none yet$/)
  })
})
