import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { portfolioSchema } from '../../backtest/portfolios/schema.ts'
import { ruleIds } from '../../strategy/rules/standardRules.ts'

const page = readFileSync(new URL('../../docs/portfolios.md', import.meta.url), 'utf8')
const rows = page.split('\n').filter((line) => line.startsWith('| `'))
const commonKeys = ['kind', 'name', 'nav']

describe('docs/portfolios.md', () => {
  test.each(portfolioSchema.options.map(({ shape }) => [shape.kind.value, shape] as const))(
    'default: every key of %s, with a default where it has one',
    (kind, shape) => {
      const row = rows.find((line) => line.startsWith(`| \`${kind}\` `)) ?? ''
      for (const [key, schema] of Object.entries(shape)) {
        if (commonKeys.includes(key)) continue
        expect(row).toContain(`\`${key}\``)
        if (schema.type === 'default') expect(row).toContain(`\`${key}\` (`)
      }
    },
  )

  test('default: every rule', () => {
    const named = rows.join('\n')
    for (const id of ruleIds) {
      const family = id.replace(/^(band|edge)-.*/, '$1-P').replace(/^clock-.*/, 'clock-T')
      expect(named).toContain(`\`${family.replace(/^sigma-[\d.]+$/, 'sigma-N')}\``)
    }
  })
})
