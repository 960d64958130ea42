import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../bot/config.ts'
import { conditionNames } from '../../bot/health/conditions.ts'
import { createMetrics } from '../../bot/health/metrics.ts'

const runbook = await readFile(new URL('../../docs/runbook.md', import.meta.url), 'utf8')

describe('docs/runbook.md', () => {
  test('default: its configuration is one that a replica takes', () => {
    const [, text = ''] = /<!-- config -->\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    expect(parseConfig(parse(text))).toEqual({ config: expect.anything() })
  })

  test('default: its alert rules ask for metrics that there are', async () => {
    const [, text = ''] = /## Alert rules\n\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    const rules = JSON.stringify(parse(text))
    const asked = [...rules.matchAll(/gimbal_\w+/g)].map(([name]) => name)
    const there = (await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name)
    expect(asked.length).toBeGreaterThan(5)
    expect(asked.filter((name) => !there.includes(name))).toEqual([])
  })

  test('default: it says of every condition what to do', () => {
    const rows = [...runbook.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(rows.toSorted()).toEqual([...conditionNames].toSorted())
  })
})
