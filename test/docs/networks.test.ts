import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { knownChains } from '../../client/chains/chainFacts.ts'
import { formatSpan } from '../../client/chains/formatSpan.ts'
import { formatAmount } from '../../governance/index.ts'

const page = readFileSync(new URL('../../docs/networks.md', import.meta.url), 'utf8')

/** The rows of the page's tables by their network, without the heads. */
function readTables(): string[][][] {
  const tables = page.split(/\n\n/).filter((part) => part.startsWith('|'))
  return tables.map((table) =>
    table
      .trim()
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim().replaceAll('`', '')),
      ),
  )
}

describe('docs/networks.md', () => {
  const [rules = [], rest = []] = readTables()

  test('default: has the chains of the code with their fee rules and block times', () => {
    const expected = knownChains.map(({ name, chainId, feeRule, blockTimeMs, historyBlocks }) => [
      name,
      `${chainId}`,
      formatAmount(feeRule.gasTargetPips, 'pips'),
      `${feeRule.baseFeeDenominator}`,
      `${blockTimeMs / 1_000} s`,
      historyBlocks.toLocaleString('en-US'),
      formatSpan(historyBlocks, blockTimeMs),
    ])
    expect(rules.map((row) => row.slice(0, 7))).toEqual(expected)
  })

  test('default: has the data fee, block numbers and segments of the code', () => {
    const expected = knownChains.map((chain) => [
      chain.name,
      chain.gasPriceOracle ?? 'none',
      `${chain.hasGasLimit}`,
      chain.blockSource === 'plain' ? 'block.number' : 'ArbSys (0x64)',
      chain.segmentOffsetSec === undefined ? 'any' : `${chain.segmentOffsetSec} s`,
    ])
    expect(rest).toEqual(expected)
  })

  test('behavior: each network has a word on CLZ, and is named among the sources', () => {
    const [, sources = ''] = page.split('## Sources')
    for (const [name = '', , , , , , , clz = ''] of rules) {
      expect(clz, name).toMatch(/since|with/)
      expect(sources).toContain(name)
    }
  })
})
