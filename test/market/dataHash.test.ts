import { concat, keccak256 } from 'viem'
import { describe, expect, test } from 'vitest'
import { computeDataHash } from '../../market/dataHash.ts'

const partition = (file: string, byte: string) => ({ file, sha256: byte.repeat(32) })
const leaf = (byte: string) => keccak256(`0x00${byte.repeat(32)}`)
const node = (left: `0x${string}`, right: `0x${string}`) => keccak256(concat(['0x01', left, right]))

describe('computeDataHash', () => {
  test('default: the root over the files in order of their names; one without a partner goes up', () => {
    const [a, b, c] = [partition('a.csv', '0a'), partition('b.csv', '0b'), partition('c.csv', '0c')]
    expect(computeDataHash([a])).toBe(leaf('0a'))
    expect(computeDataHash([b, a])).toBe(node(leaf('0a'), leaf('0b')))
    expect(computeDataHash([c, a, b])).toBe(node(node(leaf('0a'), leaf('0b')), leaf('0c')))
  })

  test('behavior: another hash of a file, or the same of another order, is another root', () => {
    const [a, b] = [partition('a.csv', '0a'), partition('b.csv', '0b')]
    const root = computeDataHash([a, b])
    expect(computeDataHash([a, partition('b.csv', '0c')])).not.toBe(root)
    expect(computeDataHash([partition('a.csv', '0b'), partition('b.csv', '0a')])).not.toBe(root)
    expect(computeDataHash([a])).not.toBe(root)
  })
})
