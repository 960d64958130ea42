import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NetworkConfigError } from '../../../client/network/errors.ts'
import { findNetwork, type NetworkOptions } from '../../../client/network/findNetwork.ts'
import { requireRemoteUrl, requireUrl } from '../../../client/network/network.ts'
import { accountOf, createNetworkFile, createRemote } from './support/createNetworkFile.ts'

const RISK = '0x5FC8d32690cc91D4c39d9d3abcBD16989F875707'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-network-'))
  await mkdir(join(folder, 'deployments'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (file: string, content: unknown) =>
  writeFile(
    join(folder, file),
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  )
const find = (network: string, options: Partial<NetworkOptions> = {}) =>
  findNetwork({ network, folder, env: {}, ...options })

async function fail(network: string, options?: Partial<NetworkOptions>): Promise<string> {
  const failure = await find(network, options).catch((error) => error)
  expect(failure).toBeInstanceOf(NetworkConfigError)
  return failure.message
}

describe('findNetwork', () => {
  test('default: deployments/CHAINID.json by the name of the chain, its id, or its path', async () => {
    const pools = [{ address: RISK.toLowerCase(), startBlock: 3 }]
    await write('deployments/10.json', createNetworkFile({ chainId: 10, pools }))
    const path = join(folder, 'deployments/10.json')
    const expected = {
      chainId: 10,
      graphNetwork: 'optimism',
      startBlock: 20n,
      addresses: {
        riskParameters: accountOf(1),
        governor: accountOf(2),
        token: accountOf(3),
        timelock: accountOf(4),
        vault: undefined,
      },
      pools: [{ address: RISK, startBlock: 3n }],
      file: path,
    }
    expect(await find('optimism')).toMatchObject({ ...expected, name: 'optimism' })
    expect(await find('10')).toMatchObject({ ...expected, name: 'optimism' })
    expect(await find(path)).toMatchObject(expected)
  })

  test('default: gimbal.yaml points at a deployment and adds where it can be asked', async () => {
    await write('deployments/1.json', createNetworkFile({ graphqlUrl: 'http://old.invalid' }))
    await write(
      'gimbal.yaml',
      `# our networks
networks:
  mainnet:
    deployment: ./deployments/1.json
    rpcUrlVariable: OUR_RPC
    graphqlUrl: https://index.invalid/gimbal
`,
    )
    const env = { OUR_RPC: 'https://rpc.invalid/v1/hunter2\n' }
    expect(await find('mainnet', { env })).toMatchObject({
      name: 'mainnet',
      chainId: 1,
      rpcUrl: 'https://rpc.invalid/v1/hunter2',
      graphqlUrl: 'https://index.invalid/gimbal',
    })
  })

  test('behavior: a network of gimbal.yaml alone; an address without quotes is one, in small letters too', async () => {
    await write(
      'gimbal.yaml',
      `networks:
  test-chain:
    chainId: 4242
    graphNetwork: our-chain
    startBlock: 7
    rpcUrl: http://127.0.0.1:8545
    addresses:
      riskParameters: ${RISK.toLowerCase()}
      governor: ${accountOf(2)}
      token: '${accountOf(3)}'
      timelock: ${accountOf(4)}
`,
    )
    expect(await find('test-chain')).toMatchObject({
      chainId: 4_242,
      graphNetwork: 'our-chain',
      startBlock: 7n,
      addresses: { riskParameters: RISK },
    })
  })

  test('behavior: local is the stack, unless a file that --config names has it', async () => {
    await write('network.json', createNetworkFile({ chainId: 31_337 }))
    const config = join(folder, 'own.yaml')
    await write('own.yaml', 'networks: { local: { deployment: deployments/10.json } }')
    await write('deployments/10.json', createNetworkFile({ chainId: 10 }))
    // It does not count for local.
    await write('gimbal.yaml', 'nonsense')
    expect(await find('local', { dir: folder })).toMatchObject({ chainId: 31_337 })
    const env = { GIMBAL_STACK: folder, GIMBAL_RPC_URL: 'http://other.invalid' }
    expect(await find('local', { env })).toMatchObject({ chainId: 31_337, rpcUrl: undefined })
    expect(await find('local', { config })).toMatchObject({ chainId: 10 })
  })

  test('behavior: a node is the first of --rpc, gimbal.yaml, the file, GIMBAL_RPC_URL', async () => {
    const env = { GIMBAL_RPC_URL: ' http://of-environment.invalid\n' }
    await write('deployments/1.json', createNetworkFile())
    const ask = async (options: Partial<NetworkOptions>) => (await find('mainnet', options)).rpcUrl
    expect(await ask({})).toBeUndefined()
    expect(await ask({ env })).toBe('http://of-environment.invalid')
    await write('deployments/1.json', createNetworkFile({ rpcUrl: 'http://of-file.invalid' }))
    expect(await ask({ env })).toBe('http://of-file.invalid')
    await write(
      'gimbal.yaml',
      'networks: { mainnet: { deployment: deployments/1.json, rpcUrl: "http://of-yaml.invalid" } }',
    )
    expect(await ask({ env })).toBe('http://of-yaml.invalid')
    expect(await ask({ env, rpc: 'http://given.invalid' })).toBe('http://given.invalid')
  })

  test('behavior: the bridge and the other chains, from the file or from gimbal.yaml', async () => {
    const messengers = [{ name: 'axelar' as const, address: accountOf(6) }]
    const bridge = { parametersSender: accountOf(7), governanceSender: accountOf(8), messengers }
    const remotes = [createRemote({ rpcUrlVariable: 'AWAY_RPC' })]
    await write('deployments/1.json', createNetworkFile({ bridge, remotes }))
    const env = {
      AWAY_RPC: ' https://away.invalid/hunter2\n',
      GIMBAL_RPC_URL: 'http://home.invalid',
    }
    const expected = {
      bridge: { ...bridge, remotePortfolio: undefined },
      remotes: [
        {
          name: 'optimism',
          chainId: 10,
          startBlock: 5n,
          contracts: {
            remoteParameters: accountOf(1),
            governanceReceiver: accountOf(2),
            timelock: accountOf(3),
            accessManager: accountOf(4),
            book: undefined,
          },
          messengers: [{ name: 'axelar', address: accountOf(5) }],
          priceFeeds: [],
          rpcUrl: 'https://away.invalid/hunter2',
          graphqlUrl: undefined,
          secretUrls: ['rpcUrl'],
          urlProblems: {},
        },
      ],
    }
    expect(await find('1', { env })).toMatchObject(expected)
    await write('deployments/1.json', createNetworkFile())
    expect(await find('1')).toMatchObject({ bridge: undefined, remotes: [] })
    const entry = { deployment: 'deployments/1.json', bridge, remotes }
    await write('gimbal.yaml', { networks: { ours: entry } })
    expect(await find('ours', { env })).toMatchObject(expected)
  })

  test('error: a URL of another chain that is missing; the one of home never stands in', async () => {
    const messengers = [{ name: 'axelar' as const, address: accountOf(6) }]
    const bridge = { parametersSender: accountOf(7), governanceSender: accountOf(8), messengers }
    const remotes = [createRemote({ rpcUrlVariable: 'AWAY_RPC' })]
    await write('deployments/1.json', createNetworkFile({ bridge, remotes }))
    const network = await find('1', { env: { GIMBAL_RPC_URL: 'http://home.invalid' } })
    const [remote] = network.remotes
    if (remote === undefined) throw new Error('there is no other chain')
    expect(() => requireRemoteUrl(network, remote, 'rpcUrl')).toThrow(
      'the chain optimism: rpcUrlVariable: the environment variable AWAY_RPC is not set; set it',
    )
    expect(() => requireRemoteUrl(network, remote, 'graphqlUrl')).toThrow(
      /^the chain optimism has no graphqlUrl; give it, or graphqlUrlVariable, at remotes in .*1\.json$/,
    )
  })

  test('error: other chains that are the same, the network itself, by no bridge or by one that nobody knows', async () => {
    const messengers = [{ name: 'axelar' as const, address: accountOf(6) }]
    const bridge = { parametersSender: accountOf(7), governanceSender: accountOf(8), messengers }
    const failWith = async (changes: object) => {
      await write('deployments/1.json', createNetworkFile(changes))
      return fail('1')
    }
    expect(await failWith({ remotes: [createRemote()] })).toMatch(/bridge: is missing/)
    expect(await failWith({ bridge, remotes: [createRemote(), createRemote()] })).toMatch(
      /remotes\.1\.name: is optimism, as in an earlier entry[\s\S]*remotes\.1\.chainId: is 10/,
    )
    expect(await failWith({ bridge, remotes: [createRemote({ chainId: 1 })] })).toMatch(
      /remotes\.0\.chainId: is 1, the chain of the network itself/,
    )
    const unknown = [{ name: 'pigeon', address: accountOf(6) }]
    expect(await failWith({ bridge: { ...bridge, messengers: unknown } })).toMatch(
      /bridge\.messengers\.0\.name: is no bridge; give axelar or hyperlane/,
    )
    const both = { rpcUrl: 'http://a.invalid', rpcUrlVariable: 'A' }
    expect(await failWith({ bridge, remotes: [createRemote(both)] })).toMatch(
      /remotes\.0\.rpcUrl: is given beside rpcUrlVariable/,
    )
  })

  test('error: a URL that is missing says what to set, where it is needed', async () => {
    const file = createNetworkFile({ rpcUrlVariable: 'OUR_RPC' })
    await write('deployments/1.json', file)
    const network = await find('1', { env: { GIMBAL_RPC_URL: 'http://other.invalid' } })
    expect(() => requireUrl(network, 'rpcUrl')).toThrow(
      'the network mainnet: rpcUrlVariable: the environment variable OUR_RPC is not set; set it',
    )
    expect(() => requireUrl(network, 'graphqlUrl')).toThrow(/has no URL of a subgraph \(graphqlUrl/)
    const wrong = await find('1', { env: { OUR_RPC: 'hunter2' } })
    expect(() => requireUrl(wrong, 'rpcUrl')).toThrow(/OUR_RPC holds no http or https URL; set it$/)
  })

  test('error: a network that is not there names those that are', async () => {
    await write('deployments/10.json', createNetworkFile({ chainId: 10 }))
    await write('gimbal.yaml', 'networks: { main: { deployment: deployments/10.json } }')
    expect(await fail('mian')).toMatch(
      /^there is no network mian; give one of local, main, optimism.*, the path of .*gimbal\.yaml$/,
    )
    expect(await fail('base')).toMatch(/put its file at deployments\/8453\.json/)
    expect(await fail('4242')).toMatch(/put its file at deployments\/4242\.json/)
  })

  test('error: no stack, no file, a file of something else', async () => {
    expect(await fail('local', { dir: folder })).toMatch(/no stack runs in .*`gimbal stack up`/)
    expect(await fail('a', { config: join(folder, 'none.yaml') })).toMatch(/ENOENT/)
    await write('deployments/10.json', createNetworkFile({ chainId: 1 }))
    expect(await fail('optimism')).toMatch(
      /10\.json: chainId: is 1, and the file's name says 10; c/,
    )
    await write('deployments/1.json', '{')
    expect(await fail('1')).toMatch(/1\.json:1: is neither YAML nor JSON here/)
  })

  test.each([
    [{ chainId: '1' }, /:2: chainId: is no chain id/],
    [{ chainId: undefined }, /chainId: is missing; give a whole number/],
    [{ contracts: {} }, /:3: contracts.RiskParameters: is missing; give a group/],
    [{ pools: [{ address: '0x12', startBlock: 1 }] }, /:\d+: pools.0.address: is no address/],
    [{ pools: [{ address: RISK, startBlock: -1 }] }, /pools.0.startBlock: is no block number/],
    [{ graphqlURL: 'http://a' }, /:\d+: graphqlURL: is no setting; did you mean graphqlUrl/],
    [{ rpcUrl: 'ftp://a' }, /rpcUrl: is no http or https URL/],
    [{ rpcUrl: 'http://a', rpcUrlVariable: 'A' }, /rpcUrl: is given beside rpcUrlVariable/],
    [{ rpcUrlVariable: 'http://a' }, /rpcUrlVariable: is no name of an environment variable/],
    [{ coreHash: '0x12' }, /coreHash: is no hash/],
  ])('error: a file with %j', async (changes, message) => {
    await write('deployments/1.json', createNetworkFile(changes as object))
    expect(await fail('1')).toMatch(message)
  })

  test('error: an address with a wrong checksum, and every other fault at once', async () => {
    const file = createNetworkFile({ startBlock: 1.5 })
    file.contracts.RiskParameters.address = RISK.replace('FC8d', 'fC8d')
    await write('deployments/1.json', file)
    const message = await fail('1')
    expect(message).toMatch(/:5: contracts.RiskParameters.address: .*checksum/)
    expect(message).toMatch(/startBlock: is no block number/)
  })

  test.each([
    ['{}', /networks.a: needs deployment \(a file\), or chainId/],
    ['{ chainId: 1, startBlock: 1 }', /networks.a: needs deployment/],
    ['{ deployment: d.json, chainId: 1 }', /networks.a.chainId: is already in the file/],
    ['{ deployment: "" }', /networks.a.deployment: is empty/],
    ['{ deployment: none.json }', /none.json: cannot be read \(ENOENT\)/],
    ['{ deployment: a, deployment: b }', /:2: .*Map keys must be unique/],
  ])('error: gimbal.yaml with %s', async (entry, message) => {
    await write('gimbal.yaml', `networks:\n  a: ${entry}\n`)
    expect(await fail('a')).toMatch(message)
  })
})
