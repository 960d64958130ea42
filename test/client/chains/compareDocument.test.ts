import { describe, expect, test } from 'vitest'
import { findChainFacts } from '../../../client/chains/chainFacts.ts'
import { compareDocument } from '../../../client/chains/compareDocument.ts'
import type { Change, Document } from '../../../governance/index.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { localConfig, localMarkets } from '../../governance/support/localMarket.ts'

const rationale = 'A reason'
const market = LOCAL_MARKET_ID
const { policy, source, freshness } = localConfig

function compare(chainId: number, ...changes: Change[]) {
  const facts = findChainFacts(chainId)
  const document: Document = { title: 'A title', summary: '', changes }
  return compareDocument(document, localMarkets, {
    facts,
    blockTimeMs: facts?.blockTimeMs,
    feeRule: facts?.feeRule,
  })
}

const setPolicy: Change = { change: 'policy', market, rationale, policy: { ...policy, zE4: 1n } }

describe('compareDocument', () => {
  test('default: how long blocks last, and no warning where the policy is that of the chain', () => {
    expect(compare(1, setPolicy)).toEqual({
      notes: [
        expect.stringMatching(/^weth-usd: reportAgeBlocks of 200 blocks last 40 min; at 12 s/),
      ],
      warnings: [],
    })
  })

  test("behavior: a policy with another chain's fee rule is warned of", () => {
    expect(compare(137, setPolicy).warnings).toContainEqual(
      expect.stringMatching(/^weth-usd: gasTarget 50 % .* the fee rule of Polygon PoS, which is/),
    )
  })

  test('behavior: a change of policy is compared with the source that a later change sets', () => {
    const changes: Change[] = [
      setPolicy,
      { change: 'source', market, rationale, source: { ...source, hasGasLimit: false } },
      { change: 'freshness', market, rationale, freshness: { ...freshness, reportAgeBlocks: 1n } },
    ]
    expect(compare(1, ...changes).warnings).toEqual([
      expect.stringContaining('reportAgeBlocks of 1 block last 12 s'),
      expect.stringContaining('hasGasLimit is false'),
    ])
  })

  test('behavior: changes that have nothing to do with the chain are left in peace', () => {
    expect(compare(8_453, { change: 'resume', market, rationale })).toEqual({
      notes: [],
      warnings: [],
    })
  })
})
