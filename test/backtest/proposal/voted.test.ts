import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatVoted, parseVoted } from '../../../backtest/proposal/voted.ts'
import { exampleConfig } from '../../../cli/backtest/exampleMarket.ts'
import { applyMarketChange, ProposalError } from '../../../governance/index.ts'
import { anyDocument } from '../../governance/support/documents.ts'

test('default', () => {
  const { policy, bounds, fallbackVector, freshness } = exampleConfig
  const read = parseVoted(JSON.parse(JSON.stringify(formatVoted(exampleConfig))))
  expect(read).toMatchObject({ policy, bounds, fallbackVector, freshness })
})

test('behavior: whatever a document sets is read as it was written', () => {
  fc.assert(
    fc.property(anyDocument, ({ changes }) => {
      for (const change of changes) {
        if (change.change !== 'market') continue
        const config = applyMarketChange(undefined, change)
        if (config === undefined) continue
        const { policy, bounds, fallbackVector, freshness } = config
        const voted = { policy, bounds, fallbackVector, freshness }
        expect(parseVoted(formatVoted(config))).toMatchObject(voted)
      }
    }),
    { numRuns: 50 },
  )
})

test('error: settings with a field missing, or one more', () => {
  const plain = structuredClone(formatVoted(exampleConfig)) as { policy: Record<string, string> }
  delete plain.policy.z
  expect(() => parseVoted(plain)).toThrow(ProposalError)
  plain.policy.z = '2'
  plain.policy.zz = '2'
  expect(() => parseVoted(plain)).toThrow('policy.zz')
  expect(() => parseVoted(undefined)).toThrow(ProposalError)
})
