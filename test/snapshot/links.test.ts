import snapshot from '@snapshot-labs/snapshot.js'
import { describe, expect, it } from 'vitest'
import { createSpaceSettings, readPlugins } from '../../snapshot/index.ts'
import { scoreSnapshot, tallySnapshot } from '../../snapshot/tallySnapshot.ts'

const governor = '0x5FbDB2315678afecb367f032d93F642f64180aa3'
const plugins = {
  gimbal: { governor: `eip155:31337:${governor}`, proposalId: `0x${'0'.repeat(62)}2a` },
}

describe('readPlugins', () => {
  it('default', () => {
    const link = { chainId: 31_337, governor, proposalId: 42n }
    expect(readPlugins(JSON.stringify(plugins))).toEqual(link)
    expect(readPlugins({ ...plugins, poap: {} })).toEqual(link)
  })

  it('error: no JSON, another plugin, an id that is cut short', () => {
    expect(() => readPlugins('{')).toThrow('the plugins are no JSON')
    expect(() => readPlugins('{"poap":{}}')).toThrow('the plugins name no Governor proposal')
    const short = { gimbal: { ...plugins.gimbal, proposalId: '0x2a' } }
    expect(() => readPlugins(short)).toThrow('the plugins name no Governor proposal')
  })
})

describe('tallySnapshot', () => {
  const powers = [30n, 25n, 20n, 5n].map((tokens) => tokens * 10n ** 18n + 1n)
  const choices = [1, 2, 3, 1]

  it('default', () => {
    const votes = choices.map((choice, i) => ({ choice, power: powers[i] ?? 0n }))
    expect(tallySnapshot({ type: 'basic' }, votes)).toEqual({
      forVotes: 35n * 10n ** 18n + 2n,
      againstVotes: 25n * 10n ** 18n + 1n,
      abstainVotes: 20n * 10n ** 18n + 1n,
    })
    const scored = choices.map((choice, i) => ({ choice, balance: [30, 25, 20, 5][i] ?? 0 }))
    expect(scoreSnapshot({ type: 'single-choice' }, scored)).toEqual([35, 25, 20])
  })

  it('behavior: a vote for no choice counts nothing', () => {
    const votes = [0, 4, -1, 1.5].map((choice) => ({ choice, power: 1n }))
    expect(tallySnapshot({ type: 'single-choice' }, votes)).toEqual({
      forVotes: 0n,
      againstVotes: 0n,
      abstainVotes: 0n,
    })
  })

  it('behavior: the third choice of a proposal of two counts nothing', () => {
    const votes = [1, 3].map((choice) => ({ choice, power: 1n }))
    expect(tallySnapshot({ type: 'basic', choices: ['For', 'Against'] }, votes)).toEqual({
      forVotes: 1n,
      againstVotes: 0n,
      abstainVotes: 0n,
    })
  })
})

it('createSpaceSettings: default', () => {
  const settings = createSpaceSettings({
    name: 'Gimbal',
    chainId: 1,
    token: governor,
    symbol: 'GMB',
    votingDelaySec: 86_400,
    votingPeriodSec: 345_600,
    minScore: 5,
    admins: [governor],
  })
  expect(snapshot.utils.validateSchema(snapshot.schemas.space, settings)).toBe(true)
})
