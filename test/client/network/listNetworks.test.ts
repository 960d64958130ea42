import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findNetwork } from '../../../client/network/findNetwork.ts'
import { listNetworks } from '../../../client/network/listNetworks.ts'
import { createNetworkFile } from './support/createNetworkFile.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-networks-'))
  await mkdir(join(folder, 'deployments'))
  await mkdir(join(folder, 'stack'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

const write = (file: string, content: unknown) =>
  writeFile(
    join(folder, file),
    typeof content === 'string' ? content : JSON.stringify(content, null, 2),
  )
const options = (changes = {}) => ({ folder, dir: join(folder, 'stack'), env: {}, ...changes })
async function list(changes = {}) {
  const { networks, faults } = await listNetworks(options(changes))
  return {
    names: networks.map(({ name }) => name),
    faults: faults.map(({ message }) => message),
    networks,
  }
}

const yaml = 'networks:\n  ours:\n    deployment: deployments/1.json\n'

describe('listNetworks', () => {
  test('default: the local stack, gimbal.yaml in its order, other deployments by chain', async () => {
    await write('stack/network.json', createNetworkFile({ chainId: 31_337 }))
    await write('gimbal.yaml', `${yaml}  again:\n    deployment: deployments/10.json\n`)
    for (const chainId of [1, 10, 42161, 8453, 424_242]) {
      await write(`deployments/${chainId}.json`, createNetworkFile({ chainId }))
    }
    const { names, faults, networks } = await list()
    expect(names).toEqual(['local', 'ours', 'again', 'base', 'arbitrum-one', '424242'])
    expect(faults).toEqual([])
    // Each is what its name finds.
    for (const network of networks) {
      expect(await findNetwork({ ...options(), network: network.name })).toEqual(network)
    }
  })

  test('behavior: without a stack and files there is none; a stack that ends is gone', async () => {
    expect((await list()).names).toEqual([])
    await write('stack/network.json', createNetworkFile({ chainId: 31_337 }))
    expect((await list()).names).toEqual(['local'])
    await rm(join(folder, 'stack/network.json'))
    expect((await list()).names).toEqual([])
  })

  test('behavior: the name local is the stack, unless a file that was asked for takes it', async () => {
    await write('stack/network.json', createNetworkFile({ chainId: 31_337 }))
    await write('deployments/1.json', createNetworkFile())
    await write('gimbal.yaml', yaml.replace('ours', 'local'))
    expect((await list()).networks[0]?.chainId).toBe(31_337)
    const config = join(folder, 'gimbal.yaml')
    expect((await list({ config })).networks[0]?.chainId).toBe(1)
  })

  test.each([
    ['gimbal.yaml', 'networks: 7', ['local', 'mainnet', 'base']],
    ['gimbal.yaml', ': :', ['local', 'mainnet', 'base']],
    ['deployments/1.json', '{', ['local', 'base']],
    ['deployments/8453.json', createNetworkFile({ chainId: 5 }), ['local', 'ours']],
    ['stack/network.json', '[]', ['ours', 'base']],
  ])('error: %s is wrong, and takes no other with it', async (file, content, expected) => {
    await write('stack/network.json', createNetworkFile({ chainId: 31_337 }))
    await write('gimbal.yaml', yaml)
    await write('deployments/1.json', createNetworkFile())
    await write('deployments/8453.json', createNetworkFile({ chainId: 8453 }))
    await write(file, content)
    const { names, faults } = await list()
    expect(names).toEqual(expected)
    expect(faults).toEqual([expect.stringContaining(file)])
  })
})
