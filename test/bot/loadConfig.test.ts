import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringToHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { BotConfigError } from '../../bot/errors.ts'
import { loadConfig } from '../../bot/loadConfig.ts'
import packageJson from '../../package.json' with { type: 'json' }

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-config-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const minimal = {
  version: packageJson.version,
  chain: { id: 1, endpoints: [{ variable: 'RPC_A' }, { url: 'http://127.0.0.1:8545' }] },
  riskParameters: '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707',
  index: { endpoints: [{ url: 'http://127.0.0.1:8000/subgraphs/name/gimbal' }] },
  markets: ['weth-usd'],
  decide: { heartbeat: '45 min' },
  journal: { file: 'journal.sqlite' },
  http: { port: 9464 },
}
const submit = {
  key: { keystore: 'keys/payer.json' },
  budget: '300 gwei',
  dailyBudget: '0.5 ether',
  lowBalance: '0.1 ether',
}
const env = { RPC_A: 'https://rpc.invalid/v1/hunter2', TOKEN: 'hunter3' }

async function load(changes: object, variables: Record<string, string> = env) {
  const file = join(folder, 'gimbal.yaml')
  await writeFile(file, stringify({ ...minimal, ...changes }))
  return loadConfig(file, variables)
}

async function fail(changes: object, variables?: Record<string, string>): Promise<string> {
  const failure = await load(changes, variables).catch((error) => error)
  expect(failure).toBeInstanceOf(BotConfigError)
  return failure.message
}

describe('loadConfig', () => {
  test('default: amounts are integers, variables are read, files start at its folder', async () => {
    const peers = [{ url: 'https://peer.invalid/v1/sign', token: 'TOKEN' }]
    const loaded = await load({ submit, peers })
    const { config } = loaded
    expect(config.markets).toEqual([stringToHex('weth-usd', { size: 32 })])
    expect(config.decide).toEqual({ deadBand: 20_000n, heartbeat: 2_700n, maxObservationAge: 600n })
    expect(config.submit).toMatchObject({
      key: { keystore: join(folder, 'keys/payer.json') },
      budget: 300_000_000_000n,
      dailyBudget: 5n * 10n ** 17n,
      lowBalance: 10n ** 17n,
      tip: 1_000_000_000n,
      replaceAfter: 36n,
      requiredDepth: 2,
    })
    expect(loaded.chainUrls).toEqual([env.RPC_A, 'http://127.0.0.1:8545'])
    expect(loaded.peers).toEqual([{ url: 'https://peer.invalid/v1/sign', token: 'hunter3' }])
    const both = [{ url: 'https://a:hunter4@peer.invalid/v1/sign', token: 'TOKEN' }]
    const error = await load({ submit, peers: both }).catch((cause) => cause)
    expect(error.message).toMatch(/peers.0: has a user or password in its URL and a token.*; leave/)
    expect(error.message).not.toContain('hunter4')
    expect(loaded.journal).toEqual({ file: join(folder, 'journal.sqlite') })
  })

  test('behavior: JSON is read as well', async () => {
    const file = join(folder, 'gimbal.json')
    await writeFile(file, JSON.stringify(minimal))
    expect((await loadConfig(file, env)).config.name).toBe('gimbal')
  })

  test('behavior: a file called .env or package.json beside it adds nothing', async () => {
    await writeFile(join(folder, '.env'), 'RPC_A=http://127.0.0.1:1\n')
    await writeFile(join(folder, 'package.json'), '{"gimbal":{"name":"other"}}')
    expect((await load({})).config.name).toBe('gimbal')
    expect(await fail({}, {})).toMatch(/RPC_A is not set/)
  })

  test.each([
    ['an unknown place', { markt: [] }, /markt/],
    ['another release', { version: '9.9.9' }, /version: this release is/],
    ['no market', { markets: [] }, /markets/],
    [
      'a market that is none',
      { markets: ['WETH/USD'] },
      /markets.0: is "WETH\/USD", no market; give its name/,
    ],
    [
      'an address without its checksum',
      { riskParameters: `${minimal.riskParameters}a` },
      /gimbal.yaml:\d+: riskParameters: is no address/,
    ],
    ['a time without a unit', { decide: { heartbeat: '45' } }, /decide.heartbeat: .*10 min/],
    ['a dead-band of everything', { decide: { heartbeat: '1 h', deadBand: '100 %' } }, /deadBand/],
    ['a price in ether', { submit: { ...submit, budget: '1 ether' } }, /submit.budget: .*30 gwei/],
    [
      'a budget in gwei',
      { submit: { ...submit, dailyBudget: '1 gwei' } },
      /submit.dailyBudget: .*0.5 ether/,
    ],
    [
      'three endpoints',
      { chain: { ...minimal.chain, endpoints: Array(3).fill({ variable: 'RPC_A' }) } },
      /chain.endpoints/,
    ],
    [
      'a key in the file',
      { reporter: { key: { privateKey: `0x${'ab'.repeat(32)}` } } },
      /reporter.key.privateKey: is no setting; allowed here: variable, keystore, signer, from/,
    ],
    [
      'a variable that is no URL',
      { chain: { ...minimal.chain, endpoints: [{ variable: 'TOKEN' }] } },
      /gimbal.yaml:\d+: chain.endpoints.0: .*TOKEN holds no http or https URL; set it/,
    ],
    ['a database that is none', { journal: { variable: 'TOKEN' } }, /journal: .*TOKEN holds no/],
  ])('error: %s', async (_, changes, message) => {
    const text = await fail(changes)
    expect(text).toMatch(message)
    expect(text).not.toMatch(/hunter|abab/)
  })

  test('behavior: it may name its network instead: a file, or a name of gimbal.yaml beside it', async () => {
    const { riskParameters, chain, ...rest } = minimal
    const { endpoints } = chain
    const contract = (digit: number) => ({ address: `0x${`${digit}`.repeat(40)}`, blockNumber: 7 })
    const deployment = join(folder, 'deployments', '10.json')
    await mkdir(join(folder, 'deployments'), { recursive: true })
    const contracts = {
      RiskParameters: { ...contract(1), address: riskParameters.toLowerCase() },
      GimbalGovernor: contract(2),
      GimbalToken: contract(3),
      TimelockController: contract(4),
    }
    await writeFile(deployment, JSON.stringify({ chainId: 10, contracts }))
    const own = join(folder, 'own')
    await mkdir(own, { recursive: true })
    await writeFile(
      join(own, 'gimbal.yaml'),
      'networks: { main: { deployment: ../deployments/10.json } }',
    )
    const read = async (changes: object) => {
      const file = join(own, 'replica.yaml')
      await writeFile(file, stringify({ ...rest, chain: { endpoints }, ...changes }))
      return loadConfig(file, env)
    }
    for (const named of [{ deployment: '../deployments/10.json' }, { network: 'main' }]) {
      const { config } = await read(named)
      expect(config).toMatchObject({ riskParameters, chain: { id: 10 } })
    }
    await expect(read({ network: 'none' })).rejects.toThrow(/network: there is no network none/)
    await expect(read({ deployment: 'none.json' })).rejects.toThrow(/deployment: .*ENOENT/)
    await expect(read({ network: 'main', deployment: 'a.json' })).rejects.toThrow(/deployment: st/)
    await expect(
      read({ network: 'main', riskParameters, chain: { id: 10, endpoints } }),
    ).rejects.toThrow(/riskParameters: stands beside network.*chain.id: stands beside network/s)
    await expect(read({ network: ['main'] })).rejects.toThrow(/network: is no text/)
  })

  test('error: a file that is not there, or cannot be read', async () => {
    await expect(loadConfig(join(folder, 'none.yaml'), env)).rejects.toThrow(
      /none.yaml: cannot be read \(ENOENT\); name another file/,
    )
    const file = join(folder, 'broken.yaml')
    await writeFile(file, 'chain: [')
    await expect(loadConfig(file, env)).rejects.toThrow(/broken.yaml:1: is neither YAML nor JSON/)
  })

  test('behavior: an address without quotes, and small letters, are taken', async () => {
    const file = join(folder, 'plain.yaml')
    const { riskParameters, ...rest } = minimal
    const text = stringify({ ...rest, markets: ['2024'] }).replaceAll('"', '')
    for (const written of [riskParameters, riskParameters.toLowerCase()]) {
      await writeFile(file, `\ufeff${text}riskParameters: ${written}\n`.replaceAll('\n', '\r\n'))
      const { config } = await loadConfig(file, env)
      expect(config.riskParameters).toBe(riskParameters)
      expect(config.markets).toEqual([stringToHex('2024', { size: 32 })])
    }
  })

  test('behavior: what ends a line behind a URL or a token is not part of it', async () => {
    const peers = [{ url: 'https://peer.invalid/v1/sign', token: 'TOKEN' }]
    const loaded = await load({ peers }, { RPC_A: ` ${env.RPC_A}\r\n`, TOKEN: 'hunter3\n' })
    expect(loaded.chainUrls[0]).toBe(env.RPC_A)
    expect(loaded.peers[0]?.token).toBe('hunter3')
  })

  test('error: a token that no header takes is refused, and not shown', async () => {
    const peers = [{ url: 'https://peer.invalid/v1/sign', token: 'TOKEN' }]
    for (const TOKEN of ['hunter3\nhunter4', 'hunter\u2019s']) {
      const message = await fail({ peers }, { ...env, TOKEN })
      expect(message).toMatch(/:\d+: peers.0.token: the environment variable TOKEN has /)
      expect(message).not.toContain('hunter')
    }
  })

  test('error: what is no origin of a page is refused', async () => {
    const load = (allowedOrigins: unknown) => fail({ http: { port: 1, allowedOrigins } })
    for (const text of ['*', 'https://console.example/', 'console.example', 'file:///x', 'null']) {
      const message = await load(['https://console.example', text])
      expect(message).toContain(`http.allowedOrigins.1: is "${text}"; give an origin such as`)
    }
  })

  test('error: every fault at once, each with its line, its place and what is allowed', async () => {
    const file = join(folder, 'faults.yaml')
    const lines = [
      `version: ${packageJson.version}`,
      'chain:',
      '  id: mainnet',
      '  endpoint: [{ variable: RPC_A }]',
      '  clock: reel',
      'riskParameters: "0x5FC8d32690cc91D4c39d9d3abcBD16989F875708"',
      'index: { endpoints: [{ urll: "http://127.0.0.1:1" }, { url: ftp://x }] }',
      'decide: { heartbeat: 45 }',
      'journal: { variable: JOURNAL }',
      'http: { port: 70000 }',
      'submit:',
      '  key: { signer: "http://127.0.0.1:1" }',
      '  lowBalance: 1',
      'log: { level: loud }',
    ]
    await writeFile(file, lines.join('\n'))
    const failure = await loadConfig(file, env).catch((error) => error)
    const problems = failure.message.replaceAll(`${file}:`, '').split('\n')
    expect(problems).toEqual([
      '1: markets: is missing; give a list',
      '2: chain.endpoints: is missing; give a list',
      '3: chain.id: is a text; give a whole number',
      '4: chain.endpoint: is no setting; did you mean endpoints?',
      '5: chain.clock: is "reel"; give real or replayed (did you mean real?)',
      expect.stringMatching(/^6: riskParameters: is 0x5FC8.*, whose capitals are no checksum/),
      '7: index.endpoints.0.urll: is no setting; did you mean url?',
      '7: index.endpoints.1.url: is no http or https URL; give one',
      expect.stringMatching(/^8: decide.heartbeat: is "45"; give .*10 min/),
      '10: http.port: is 70000; give 65535 or less',
      '11: submit.budget: is missing; give a text',
      '11: submit.dailyBudget: is missing; give a text',
      '12: submit.key.from: is missing; give 0x and 40 hex digits',
      expect.stringMatching(/^13: submit.lowBalance: is no amount of ether/),
      expect.stringMatching(/^14: log.level: is "loud"; give .*info/),
      '9: journal.variable: the environment variable JOURNAL is not set; set it',
    ])
    expect(failure.message).not.toMatch(/Invalid|expected|received/)
  })
})
