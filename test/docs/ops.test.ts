import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { conditionNames } from '../../bot/health/conditions.ts'
import { createMetrics } from '../../bot/health/metrics.ts'

const read = (path: string) => readFile(new URL(`../../ops/${path}`, import.meta.url), 'utf8')
const dashboard = JSON.parse(await read('grafana/gimbal.json'))
const rules = parse(await read('prometheus/gimbal.rules.yaml'))
const ruleTests = parse(await read('prometheus/gimbal.rules.test.yaml'))
const unit = await read('systemd/gimbal-replica@.service')

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string }
}
const alerts: Rule[] = rules.groups.flatMap((group: { rules: Rule[] }) => group.rules)

interface Panel {
  id: number
  type: string
  description?: string
  targets?: { expr: string }[]
}
const panels: Panel[] = dashboard.panels
const charts = panels.filter(({ type }) => type !== 'row')

/** The names of this project's metrics in an expression that there are not. */
async function findUnknown(expressions: readonly string[]): Promise<string[]> {
  const metrics = await createMetrics().registry.getMetricsAsJSON()
  const known = metrics.map(({ name }) => name)
  const asked = expressions.flatMap((expr) => [...expr.matchAll(/gimbal_\w+/g)].map(String))
  expect(asked.length).toBeGreaterThan(5)
  return asked.filter((name) => !known.includes(name.replace(/_bucket$/, '')))
}

describe('ops/', () => {
  test('default: the alert rules ask for metrics and conditions that there are', async () => {
    const expressions = alerts.map(({ expr }) => expr)
    expect(await findUnknown(expressions)).toEqual([])
    const conditions = expressions.flatMap((expr) =>
      [...expr.matchAll(/name=~?"([^"]+)"/g)].flatMap(([, names = '']) => names.split('|')),
    )
    expect(conditions.toSorted()).toEqual([...conditionNames].toSorted())
  })

  test('default: every rule has a test that fires it, and tells a person what is wrong', () => {
    const tested = ruleTests.tests.flatMap(
      ({ alert_rule_test: cases }: { alert_rule_test: { alertname: string; exp_alerts: [] }[] }) =>
        cases.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname),
    )
    expect(alerts.map(({ alert }) => alert).toSorted()).toEqual([...new Set(tested)].toSorted())
    for (const { labels, annotations } of alerts) {
      expect(['page', 'ticket']).toContain(labels.severity)
      expect(annotations.summary).toMatch(/\{\{/)
    }
  })

  test('default: the dashboard asks for metrics that there are, and says what each chart shows', async () => {
    const expressions = charts.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    expect(await findUnknown(expressions)).toEqual([])
    expect(charts.filter(({ description = '' }) => description === '')).toEqual([])
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  })

  test('default: the service leaves a push the time that it may take', () => {
    const [, stopSec] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? []
    // The loop drains for 20 s, the webhooks for 5 s more.
    expect(Number(stopSec)).toBeGreaterThanOrEqual(30)
    expect(unit).toMatch(/^KillMode=mixed$/m)
    expect(unit).toMatch(/^Restart=on-failure$/m)
    expect(unit).not.toMatch(/^Environment=/m)
  })
})
