import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import localConfig from '../../deploy/contracts/local.json' with { type: 'json' }
import { type Deployment, deployments, findDeployment } from '../../deployments/index.ts'
import { NetworkConfigError, readDeployment } from '../../deployments/node.ts'
import { copyDeployments } from '../../scripts/package/copyDeployments.ts'
import { formatDeployments } from '../../scripts/writeDeployments.ts'
import { runGimbal } from '../cli/support/runGimbal.ts'
import { type Chain, startChain } from '../cli/support/startChain.ts'
import { createNetworkFile } from '../client/network/support/createNetworkFile.ts'

// The first of Hardhat's test accounts, which everybody knows: worth nothing outside a local chain.
const testKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
// A chain that no list of chains has.
const chainId = 713_372
const patience = 600_000
const project = fileURLToPath(new URL('../..', import.meta.url))

let chain: Chain
let folder: string

beforeAll(async () => {
  chain = await startChain(chainId)
  folder = await mkdtemp(join(tmpdir(), 'gimbal-deployments-'))
  const config = { ...localConfig, networks: { test: { chainId, rpcUrl: chain.url } } }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  vi.stubEnv('GIMBAL_DEPLOYER_KEY', testKey)
  const args = ['--config', join(folder, 'config.json'), '--out', folder, '--yes']
  const { status, stderr } = await runGimbal(['deploy', '--network', 'test', ...args])
  expect(status, stderr).toBe(0)
}, patience)

afterAll(async () => {
  vi.unstubAllEnvs()
  await chain?.close()
  await rm(folder, { recursive: true, force: true })
})

describe('deployments', () => {
  test('P-189 default: what the package exports is what the files say', async () => {
    const text = await readFile(join(project, 'deployments/list.ts'), 'utf8')
    expect(text, 'deployments/list.ts is stale; run npm run deployments').toBe(
      await formatDeployments(project),
    )
    expect(deployments.map(({ chainId }) => chainId)).not.toContain(31_337)
  })

  test('P-189 behavior: a file that gimbal deploy wrote is exported, and its contracts are there', async () => {
    const dist = join(folder, 'dist')
    await copyDeployments(folder, dist)
    expect(await readdir(join(dist, 'deployments'))).toEqual([`${chainId}.json`])
    const module = join(folder, 'list.ts')
    await writeFile(module, await formatDeployments(folder))
    const list: { deployments: readonly Deployment[] } = await import(module)
    const written = JSON.parse(await readFile(join(folder, `deployments/${chainId}.json`), 'utf8'))
    const { contracts, coreHash } = written
    expect(list.deployments).toEqual([await readDeployment(chainId, { folder, env: {} })])
    expect(list.deployments).toMatchObject([
      {
        chainId,
        coreHash,
        startBlock: BigInt(contracts.GimbalToken.blockNumber),
        addresses: {
          riskParameters: contracts.RiskParameters.address,
          governor: contracts.GimbalGovernor.address,
          token: contracts.GimbalToken.address,
          timelock: contracts.TimelockController.address,
        },
      },
    ])
    const [{ addresses }] = list.deployments as [Deployment]
    for (const address of Object.values(addresses)) {
      if (address === undefined) continue
      expect(await chain.client.getCode({ address })).toMatch(/^0x.{100}/)
    }
  })

  test('behavior: several are in the order of their chains, and the local chain is left out', async () => {
    const other = await mkdtemp(join(tmpdir(), 'gimbal-deployments-'))
    await mkdir(join(other, 'deployments'))
    for (const id of [10, 31_337, 1]) {
      const file = join(other, `deployments/${id}.json`)
      await writeFile(file, JSON.stringify(createNetworkFile({ chainId: id })))
    }
    const text = await formatDeployments(other)
    expect(
      [...text.matchAll(/ name: (.*),\n {4}chainId: (.*),/g)].map(([, a, b]) => [a, b]),
    ).toEqual([
      ["'mainnet'", '1'],
      ["'optimism'", '10'],
    ])
    await writeFile(
      join(other, 'deployments/1.json'),
      JSON.stringify(createNetworkFile({ chainId: 2 })),
    )
    await expect(formatDeployments(other)).rejects.toThrow(
      /chainId: is 2, and the file's name says 1/,
    )
    await rm(other, { recursive: true })
  })

  test('behavior: without a file there is none', async () => {
    expect(findDeployment(chainId)).toBeUndefined()
    expect(findDeployment('nowhere')).toBeUndefined()
    const asked = readDeployment(424_242, { folder, env: {} })
    await expect(asked).rejects.toThrow(NetworkConfigError)
    await expect(asked).rejects.toThrow(/there is no network 424242/)
  })

  test('behavior: the local stack is read from its folder, without what only the command line needs', async () => {
    const file = createNetworkFile({ chainId: 31_337, rpcUrl: 'http://127.0.0.1:8545' })
    await writeFile(join(folder, 'network.json'), JSON.stringify(file))
    const local = await readDeployment('local', { dir: folder })
    expect(local).toMatchObject({
      name: 'local',
      chainId: 31_337,
      rpcUrl: 'http://127.0.0.1:8545',
      addresses: { riskParameters: file.contracts.RiskParameters.address },
    })
    expect(Object.keys(local)).not.toContain('secretUrls')
  })
})
