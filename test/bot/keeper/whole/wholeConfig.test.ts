import { expect, test } from 'vitest'
import { parseKeeperConfig } from '../../../../bot/keeper/keeperConfig.ts'
import packageJson from '../../../../package.json' with { type: 'json' }

const address = '0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0'
const chain = (id: number) => ({ id, endpoints: [{ url: 'http://127.0.0.1:8545' }] })
const other = { ...chain(31_338), name: 'local-2', messenger: address }
const whole = { portfolio: address, messenger: address, chains: [other] }
const common = {
  version: packageJson.version,
  chain: chain(31_337),
  submit: {
    key: { variable: 'KEY' },
    budget: '200 gwei',
    dailyBudget: '1 ether',
    lowBalance: '0.1 ether',
  },
  journal: { file: 'journal.sqlite' },
  http: { port: 9464 },
}

test('default: a keeper serves a whole', () => {
  const { settings, faults } = parseKeeperConfig({ ...common, whole })
  expect(faults).toBeUndefined()
  expect(settings?.whole).toMatchObject({ name: 'home', reportAfter: 1_800n, repeat: 300n })
})

test('error: vaults and a whole, or neither', () => {
  const vaults = [{ name: 'mix', address }]
  for (const content of [{ ...common, vaults, whole }, common]) {
    const { faults } = parseKeeperConfig(content)
    expect(faults?.map(({ text }) => text).join()).toMatch('serves vaults or a whole')
  }
})

test('error: home among the other chains', () => {
  const twice = { ...whole, chains: [{ ...other, id: 31_337 }] }
  const { faults } = parseKeeperConfig({ ...common, whole: twice })
  expect(faults?.map(({ text }) => text).join()).toMatch('is home')
})
