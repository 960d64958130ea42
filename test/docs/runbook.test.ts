import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseConfig } from '../../bot/config.ts'
import { conditionNames } from '../../bot/health/conditions.ts'
import { keeperConditionNames } from '../../bot/keeper/keeperConditions.ts'
import { parseKeeperConfig } from '../../bot/keeper/keeperConfig.ts'
import { proverConfigSchema } from '../../bot/prover/proverConfig.ts'
import { relayerConditionNames } from '../../bot/relayer/relayerConditions.ts'
import { relayerConfigSchema } from '../../bot/relayer/relayerConfig.ts'
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

  test("default: the relayer's configuration is one that a relayer takes, once its network is read", () => {
    const [, text = ''] = /<!-- relayer -->\n```yaml\n(.*?)```/s.exec(runbook) ?? []
    const { network, chains, ...rest } = parse(text)
    expect(network).toBe('mainnet')
    const address = '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707'
    const parts = [
      { home: { parametersSender: address, governanceSender: address } },
      { away: { remoteParameters: address, governanceReceiver: address, timelock: address } },
    ]
    const known = { startBlock: 1, messengers: [{ name: 'axelar', address }] }
    const filled = chains.map((chain: object, at: number) =>
      Object.assign({ name: `chain-${at}` }, known, parts[at], chain),
    )
    const { settings, faults } = checkSettings({ ...rest, chains: filled }, relayerConfigSchema)
    expect(faults).toBeUndefined()
    expect(settings).toMatchObject({ repeat: { lost: 1_800n }, send: { deviation: 20_000n } })
  })

  test.each([
    ['keeper', keeperConditionNames],
    ['relayer', relayerConditionNames],
  ])('default: it says of every condition of a %s what to do', (kind, names) => {
    const pattern = new RegExp(`\\| condition of a ${kind} .*?\\n(.*?)\\n\\n`, 's')
    const [, table = ''] = pattern.exec(runbook) ?? []
    const rows = [...table.matchAll(/^\| ([\w, ]+) \|/gm)].flatMap(([, said = '']) =>
      said.split(', '),
    )
    expect(rows.toSorted()).toEqual([...names].toSorted())
  })

  test('default: it says of every condition what to do', () => {
    const rows = [...runbook.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
    expect(rows.toSorted()).toEqual([...conditionNames].toSorted())
  })
})
