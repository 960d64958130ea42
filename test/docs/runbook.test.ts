import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../bot/config.ts'
import { conditionNames } from '../../bot/health/conditions.ts'

const runbook = await readFile(new URL('../../docs/runbook.md', import.meta.url), 'utf8')

describe('docs/runbook.md', () => {
  test('default: its configuration is one that a replica takes', () => {
    const [, text = ''] = /<!-- config -->\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    expect(parseConfig(parse(text))).toEqual({ settings: expect.anything() })
  })

  test('default: its webhooks are ones that a replica takes', () => {
    const [, config = ''] = /<!-- config -->\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    const [, notify = ''] = /<!-- notify -->\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    const all = { ...parse(config), ...parse(notify) }
    expect(parseConfig(all)).toEqual({ settings: expect.anything() })
  })

  test('default: it says of every condition what to do', () => {
    const rows = [...runbook.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(rows.toSorted()).toEqual([...conditionNames].toSorted())
  })
})
