import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { gimbal } from '../../cli/index.ts'
import { formatCliPage } from '../../scripts/writeCliPage.ts'

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8')

describe('docs/cli.md', () => {
  test('default: is what the commands say of themselves', () => {
    const renewal = 'docs/cli.md is stale; run node scripts/bootstrap.mjs scripts/writeCliPage.ts'
    expect(page === formatCliPage(gimbal), renewal).toBe(true)
  })

  test('behavior: has each command, each argument and each example', () => {
    for (const { meta, args } of Object.values(gimbal.subCommands)) {
      const [, section = ''] = page.split(`\n## gimbal ${meta.name}\n`)
      const own = section.split('\n## ')[0] ?? ''
      for (const [name, { type }] of Object.entries(args)) {
        expect(own).toContain(type === 'positional' ? `\`${name.toUpperCase()}\`` : `\`--${name}`)
      }
      const code = own.replaceAll(/ \\\n +/g, ' ')
      for (const line of meta.examples ?? []) {
        expect(code).toContain(line.replace(/^gimbal /, '\nnpm run -s gimbal -- '))
      }
    }
  })
})
