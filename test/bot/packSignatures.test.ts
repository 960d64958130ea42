import { concat, serializeSignature } from 'viem'
import { describe, expect, test } from 'vitest'
import { packSignatures } from '../../bot/packSignatures.ts'

const r = `0x${'0a'.repeat(32)}` as const
const s = `0x${'0b'.repeat(32)}` as const
const signer = '0x00000000000000000000000000000000000000aa'

describe('packSignatures', () => {
  test("default: an account's 65 bytes with v in front", () => {
    const signatures = [0, 1].map((yParity) => serializeSignature({ r, s, yParity }))
    expect(packSignatures(signatures)).toBe(concat(['0x1b', r, s, '0x1c', r, s]))
    expect(packSignatures([])).toBe('0x')
  })

  test("behavior: a contract's in its own form, of whatever length, between others", () => {
    const signature = `0x${'cd'.repeat(300)}` as const
    const account = serializeSignature({ r, s, yParity: 1 })
    expect(packSignatures([{ signer, signature }, account, { signer, signature: '0x' }])).toBe(
      concat([
        ...(['0x00', signer, '0x00012c', signature] as const),
        ...(['0x1c', r, s] as const),
        ...(['0x00', signer, '0x000000'] as const),
      ]),
    )
  })
})
