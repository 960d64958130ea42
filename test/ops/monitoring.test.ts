import { readFile } from 'node:fs/promises'
import { parser } from '@prometheus-io/lezer-promql'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { conditionNames } from '../../bot/health/conditions.ts'
import { createMetrics } from '../../bot/health/metrics.ts'
import { keeperConditionNames } from '../../bot/keeper/keeperConditions.ts'
import { createKeeperMetrics } from '../../bot/keeper/keeperMetrics.ts'

const read = (path: string) => readFile(new URL(`../../ops/${path}`, import.meta.url), 'utf8')
const dashboard = JSON.parse(await read('grafana/gimbal.json'))

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string }
}

/** The rules of a file, and the names that its tests fire. */
async function readRules(name: string) {
  const { groups } = parse(await read(`prometheus/${name}.rules.yaml`))
  const { tests } = parse(await read(`prometheus/${name}.rules.test.yaml`))
  const alerts: Rule[] = groups.flatMap((group: { rules: Rule[] }) => group.rules)
  const tested: string[] = tests.flatMap(
    ({ alert_rule_test: cases }: { alert_rule_test: { alertname: string; exp_alerts: [] }[] }) =>
      cases.filter(({ exp_alerts }) => exp_alerts.length > 0).map(({ alertname }) => alertname),
  )
  return { alerts, tested }
}

/** Who has rules, the metrics they ask for, and the conditions that all have to have one. */
const programs = [
  { name: 'gimbal', unit: 'gimbal-replica', metrics: createMetrics(), conditionNames },
  {
    name: 'keeper',
    unit: 'gimbal-keeper',
    metrics: createKeeperMetrics(['carry']),
    conditionNames: keeperConditionNames,
  },
]

interface Panel {
  id: number
  type: string
  description?: string
  datasource?: object
  targets?: { expr: string }[]
}
const panels: Panel[] = dashboard.panels
const charts = panels.filter(({ type }) => type !== 'row')

/** The names of this project's metrics in an expression that there are not. */
async function findUnknown(
  expressions: readonly string[],
  { registry }: Pick<ReturnType<typeof createMetrics>, 'registry'>,
): Promise<string[]> {
  const known = (await registry.getMetricsAsJSON()).map(({ name }) => name)
  const asked = expressions.flatMap((expr) => [...expr.matchAll(/gimbal_\w+/g)].map(String))
  expect(asked.length).toBeGreaterThan(5)
  return asked.filter((name) => !known.includes(name.replace(/_bucket$/, '')))
}

/** Whether Prometheus's own grammar reads an expression without a fault. */
function isPromQl(expr: string): boolean {
  let isWhole = expr !== ''
  parser.parse(expr).iterate({
    enter({ type }) {
      isWhole &&= !type.isError
    },
  })
  return isWhole
}

describe('ops/', () => {
  test('P-193 every expression of rules and dashboard is one that Prometheus can read', async () => {
    const rules = await Promise.all(programs.map(({ name }) => readRules(name)))
    const expressions = [
      ...rules.flatMap(({ alerts }) => alerts.map(({ expr }) => expr)),
      ...charts.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ]
    expect(expressions.filter((expr) => !isPromQl(expr))).toEqual([])
    expect(isPromQl('sum by (instance (rate(a[5m]))')).toBe(false)
  })

  test('P-193 the dashboard takes no data source but the one that its reader, or the provisioning, chose', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own variable.
    const source = { type: 'prometheus', uid: '${datasource}' }
    expect(charts.map(({ datasource }) => datasource)).toEqual(charts.map(() => source))
    // Such a file is only for import by hand.
    expect(dashboard).not.toHaveProperty('__inputs')
    expect(dashboard.uid).toMatch(/^[a-z-]{1,40}$/)
  })

  test.each(programs)(
    'P-193 the alert rules of $unit ask for metrics and conditions that there are',
    async (program) => {
      const { alerts } = await readRules(program.name)
      const expressions = alerts.map(({ expr }) => expr)
      expect(await findUnknown(expressions, program.metrics)).toEqual([])
      const conditions = expressions.flatMap((expr) =>
        [...expr.matchAll(/name=~?"([^"]+)"/g)].flatMap(([, names = '']) => names.split('|')),
      )
      expect(conditions.toSorted()).toEqual([...program.conditionNames].toSorted())
    },
  )

  test.each(programs)(
    'default: every rule of $unit has a test that fires it, and tells a person what is wrong',
    async ({ name }) => {
      const { alerts, tested } = await readRules(name)
      expect(alerts.map(({ alert }) => alert).toSorted()).toEqual([...new Set(tested)].toSorted())
      for (const { expr, labels, annotations } of alerts) {
        expect(['page', 'ticket']).toContain(labels.severity)
        // Who or how much; of what is absent there is neither.
        if (!expr.startsWith('absent(')) expect(annotations.summary).toMatch(/\{\{/)
      }
    },
  )

  test('P-193 the dashboard asks for metrics that there are, and says what each chart shows', async () => {
    const expressions = charts.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    expect(await findUnknown(expressions, createMetrics())).toEqual([])
    expect(charts.filter(({ description = '' }) => description === '')).toEqual([])
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length)
  })

  test.each(programs)(
    'default: the service $unit leaves a transaction the time that it may take',
    async (program) => {
      const unit = await read(`systemd/${program.unit}@.service`)
      const [, stopSec] = /^TimeoutStopSec=(\d+)$/m.exec(unit) ?? []
      // The loop drains for 20 s, the webhooks for 5 s more.
      expect(Number(stopSec)).toBeGreaterThanOrEqual(30)
      expect(unit).toMatch(/^KillMode=mixed$/m)
      expect(unit).toMatch(/^Restart=on-failure$/m)
      expect(unit).not.toMatch(/^Environment=/m)
    },
  )
})
