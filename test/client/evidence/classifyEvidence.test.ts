import { describe, expect, test } from 'vitest'
import {
  classifyEvidence,
  type MarketEvidence,
  type ReporterKind,
} from '../../../client/evidence/classifyEvidence.ts'

const sorts: Readonly<Record<string, ReporterKind>> = { S: 'signer', R: 'proven', C: 'both' }

describe('classifyEvidence', () => {
  test.each<[string, bigint, MarketEvidence]>([
    ['SSS', 2n, 'signed'],
    ['R', 1n, 'proven'],
    ['RS', 1n, 'either'],
    ['CS', 2n, 'both'],
    ['CSSS', 4n, 'both'],
    // Signers alone are enough: the checker is one vote too many.
    ['CSS', 2n, 'signed'],
    // A proven reporter vouches for its own push only.
    ['RS', 2n, 'none'],
    ['RSS', 2n, 'signed'],
  ])(
    'default: %s with a threshold of %i take evidence that is %s',
    (letters, threshold, expected) => {
      const kinds = [...letters].map((letter) => sorts[letter] as ReporterKind)
      expect(classifyEvidence(kinds, threshold)).toBe(expected)
    },
  )
})
