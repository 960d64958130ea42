import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../bot/config.ts'
import { conditionNames } from '../../bot/health/conditions.ts'
import { keeperConditionNames } from '../../bot/keeper/keeperConditions.ts'
import { parseKeeperConfig } from '../../bot/keeper/keeperConfig.ts'
import { proverConfigSchema } from '../../bot/prover/proverConfig.ts'
import { checkSettings } from '../../files/parseSettings.ts'

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

  test("default: the keeper's configuration is one that a keeper takes", () => {
    const [, text = ''] = /<!-- keeper -->\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    expect(parseKeeperConfig(parse(text))).toEqual({ settings: expect.anything() })
  })

  test("default: the prover's configuration is one that a prover takes", () => {
    const [, text = ''] = /<!-- prover -->\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    const { settings, faults } = checkSettings(parse(text), proverConfigSchema)
    expect(faults).toBeUndefined()
    expect(settings).toMatchObject({ mode: 'prover', turns: { takeover: 24n } })
  })

  test('default: it says of every condition of a keeper what to do', () => {
    const [, table = ''] = /\| condition of a keeper .*?\n(.*?)\n\n/s.exec(runbook) ?? []
    const rows = [...table.matchAll(/^\| ([\w, ]+) \|/gm)].flatMap(([, names = '']) =>
      names.split(', '),
    )
    expect(rows.toSorted()).toEqual([...keeperConditionNames].toSorted())
  })

  test('default: it says of every condition what to do', () => {
    const rows = [...runbook.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(rows.toSorted()).toEqual([...conditionNames].toSorted())
  })
})
