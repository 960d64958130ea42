import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findChainFacts } from '../../client/chains/chainFacts.ts'
import { compareDocument } from '../../client/chains/compareDocument.ts'
import { loadCore } from '../../core/index.ts'
import { policySpecs, vectorSpecs } from '../../governance/fields.ts'
import {
  completeDraft,
  diffProposal,
  formatChanges,
  nameParameter,
  readDraft,
} from '../../governance/index.ts'
import { localMarkets } from '../governance/support/localMarket.ts'

const page = readFileSync(new URL('../../docs/governance.md', import.meta.url), 'utf8')
const readCalm = () => {
  const example = new URL('../../governance/examples/calm-bands.yaml', import.meta.url)
  return completeDraft(readDraft(readFileSync(example, 'utf8')), localMarkets)
}

/** The code blocks of the page, of any language. */
const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)\n```$/gm)].map(([, block = '']) => block)

describe('docs/governance.md', () => {
  test('default: the diff is that of its draft', async () => {
    const diff = diffProposal(readCalm(), localMarkets, { core: await loadCore() })
    const shown = blocks.find((block) => block.includes('largest band'))
    expect(formatChanges(diff)).toContain(shown)
  })

  test('behavior: which way each parameter is looser, and which settings of the policy have a direction', () => {
    const row = (looser: string) =>
      vectorSpecs
        .filter((spec) => spec.looser === looser)
        .map(({ field }) => nameParameter(field))
        .join(', ')
    expect(page).toContain(`| higher | ${row('up')} |\n| lower | ${row('down')} |`)
    const [, named = ''] = /a lower ([^.]*?) is looser/.exec(page.replaceAll('\n', ' ')) ?? []
    const names = [...named.matchAll(/`(\w+)`/g)].map(([, name]) => name)
    const directed = policySpecs.filter(({ looser }) => looser !== 'neither')
    expect(directed.map(({ name }) => name)).toEqual(names)
    expect(directed.every(({ looser }) => looser === 'down')).toBe(true)
  })

  test('behavior: what propose says of the example on Base', () => {
    const facts = findChainFacts(8_453)
    const chain = { facts, blockTimeMs: facts?.blockTimeMs, feeRule: facts?.feeRule }
    const { notes, warnings } = compareDocument(readCalm(), localMarkets, chain)
    const said = [...notes, ...warnings.map((warning) => `!! ${warning}`)]
    const shown = blocks.find((block) => block.includes('Base')) ?? ''
    for (const line of shown.split('\n')) expect(said).toContain(line)
  })
})
