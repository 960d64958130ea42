import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPlainDocument } from '../../governance/formatDocument.ts'
import {
  decodeProposal,
  describeForProposer,
  encodeProposal,
  formatDocument,
  hashDocument,
  parseDocument,
  readDocument,
  verifyProposal,
} from '../../governance/index.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { scaled, scaledTimeout, testSeed } from '../generators/random.ts'
import { anyDocument } from './support/documents.ts'

const contracts = { riskParameters: '0x5FbDB2315678afecb367f032d93F642f64180aa3' } as const
const options = { seed: testSeed() }

describe('documents', () => {
  test(
    'default: a document becomes calls, and the calls become the document again',
    () => {
      fc.assert(
        fc.property(anyDocument, (document) => {
          const proposal = encodeProposal(document, contracts)
          // Not `expect`, which takes three times as long as all the rest.
          return isDeepStrictEqual(decodeProposal(proposal, contracts).document, document)
        }),
        { ...options, numRuns: scaled(1_000) },
      )
    },
    scaledTimeout,
  )

  test(
    'behavior: the proposal of any document is consistent, whoever proposes it',
    () => {
      fc.assert(
        fc.property(anyDocument, (document) => {
          const proposal = encodeProposal(document, contracts)
          const description = describeForProposer(
            proposal.description,
            localAccounts.voters[0].address,
          )
          expect(verifyProposal(proposal, contracts).findings).toEqual([])
          expect(verifyProposal({ ...proposal, description }, contracts).findings).toEqual([])
        }),
        { ...options, numRuns: scaled(500) },
      )
    },
    scaledTimeout,
  )

  test('behavior: YAML and JSON of a document are read as the document, with the same hash', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const json = toPlainDocument(document)
        expect(readDocument(formatDocument(document))).toEqual(document)
        expect(readDocument(JSON.stringify(json))).toEqual(document)
        expect(hashDocument(parseDocument(json))).toBe(hashDocument(document))
      }),
      { ...options, numRuns: scaled(500) },
    )
  })
})
