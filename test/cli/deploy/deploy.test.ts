import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { encryptKeystore } from '@ethersproject/json-wallets'
import { type Abi, type Address, parseAbi, parseEventLogs, zeroHash } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadCore } from '../../../core/index.ts'
import { hashRole, readPublishedArtifact } from '../../../deploy/contracts/gimbalModule.ts'
import localConfig from '../../../deploy/contracts/local.json' with { type: 'json' }
import { takeLock } from '../../../files/takeLock.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { deployVenue } from '../../../stack/local/deployVenue.ts'
import { runGimbal, spawnGimbal } from '../support/runGimbal.ts'
import { type Chain, startChain } from '../support/startChain.ts'

// The first of Hardhat's test accounts, which everybody knows: worth nothing outside a local chain.
const testKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
const deployer: Address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const ARB_SYS: Address = '0x0000000000000000000000000000000000000064'
// A chain that no list of chains has.
const chainId = 713_371
const stepCount = 14
const patience = 600_000

let chain: Chain
let folder: string

beforeAll(async () => {
  chain = await startChain(chainId)
}, patience)

afterAll(() => chain.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-deploy-'))
  await writeConfig({ ...localConfig, networks: { test: { chainId, rpcUrl: chain.url } } })
  vi.stubEnv('GIMBAL_DEPLOYER_KEY', testKey)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

async function writeConfig(config: unknown): Promise<void> {
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
}

function deployArgs(...more: string[]): string[] {
  // Relative, as people give it.
  const out = relative(process.cwd(), folder)
  return ['deploy', '--config', join(folder, 'config.json'), '--out', out, ...more]
}

const runDeploy = (...more: string[]) => runGimbal(deployArgs(...more))

const countSent = (): Promise<number> => chain.client.getTransactionCount({ address: deployer })

/** Who holds which role, by the events from the first block on. */
async function readHolders(name: 'AccessManager' | 'TimelockController', address: Address) {
  const abi: Abi = readPublishedArtifact(name).abi
  const logs = await chain.client.getLogs({ address, fromBlock: 0n })
  const held = new Set<string>()
  for (const { eventName, args } of parseEventLogs({ abi, logs }) as unknown as {
    eventName: string
    args: { role?: string; roleId?: bigint; account: string }
  }[]) {
    const entry = `${args.role ?? args.roleId} ${args.account}`
    if (eventName === 'RoleGranted') held.add(entry)
    if (eventName === 'RoleRevoked') held.delete(entry)
  }
  return [...held].sort()
}

describe('gimbal deploy', () => {
  it(
    'default: deploys, leaves the deployer nothing, and writes the record',
    async () => {
      const before = await countSent()
      const { status, stdout, stderr } = await runDeploy('--network', 'test', '--yes', '--json')
      expect({ status, sent: (await countSent()) - before }, stderr).toEqual({
        status: 0,
        sent: stepCount,
      })

      const file = join(folder, 'deployments', `${chainId}.json`)
      const record = JSON.parse(await readFile(file, 'utf8'))
      const result = JSON.parse(stdout)
      expect(result.record).toEqual(record)
      expect(result.roles.length).toBeGreaterThan(15)
      expect(result.roles.filter(({ isTrue }: { isTrue: boolean }) => !isTrue)).toEqual([])
      const { hash } = await loadCore()
      expect(record).toMatchObject({ chainId, deployer, coreHash: hash })

      const { GimbalToken, TimelockController, GimbalGovernor, AccessManager } = record.contracts
      const { RiskParameters } = record.contracts
      const timelock = TimelockController.address
      expect(await readHolders('TimelockController', timelock)).toEqual(
        [
          `${zeroHash} ${timelock}`,
          ...['PROPOSER_ROLE', 'CANCELLER_ROLE', 'EXECUTOR_ROLE'].map(
            (name) => `${hashRole(name)} ${GimbalGovernor.address}`,
          ),
        ].sort(),
      )
      expect(await readHolders('AccessManager', AccessManager.address)).toEqual([
        `0 ${timelock}`,
        `1 ${localConfig.guardian}`,
      ])
      expect(RiskParameters.constructorArguments).toEqual({
        authority: AccessManager.address,
        standardCoreHash: hash,
        blockSource: '0',
      })
      const balanceOf = parseAbi(['function balanceOf(address) view returns (uint256)'])
      const kept = await chain.client.readContract({
        address: GimbalToken.address,
        abi: balanceOf,
        functionName: 'balanceOf',
        args: [deployer],
      })
      expect(kept).toBe(0n)
      expect(stdout + stderr).not.toContain(testKey.slice(2))
    },
    patience,
  )

  it(
    'behavior: without --yes it says what it would do, and sends nothing',
    async () => {
      const before = await chain.client.getBlockNumber()
      vi.stubEnv('GIMBAL_DEPLOYER_KEY', '')
      const { status, stdout, stderr } = await runDeploy('--rpc', chain.url)
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(await chain.client.getBlockNumber()).toBe(before)
      expect(stdout).toMatch(/^ {2}1\. deploy GimbalToken {2}\(\d{7} gas\)$/m)
      expect(stdout).toMatch(/^ {6}blockSource: 0 \(Plain\)$/m)
      expect(stdout).toMatch(/^Blocks: {3}counted by the chain itself \(block\.number\)/m)
      expect(stdout).toMatch(/^ {6}amounts: \[600000 GMBL, 400000 GMBL\]$/m)
      expect(stdout).toMatch(/^ {6}minDelay: 172800 s \(2 days\)$/m)
      expect(stdout).toMatch(/^ {6}selectors: .*\(halt\(bytes32\)\), .*\(useFallback\(bytes32\)\)/m)
      expect(stdout).toMatch(/^ 14\. TimelockController\.renounceRole /m)
    },
    patience,
  )

  it(
    'behavior: a run that was killed goes on where it stopped, and sends nothing twice',
    async () => {
      const before = await countSent()
      const child = spawnGimbal(deployArgs('--rpc', chain.url, '--yes'))
      const closed = new Promise((resolve) => child.once('close', resolve))
      try {
        while ((await countSent()) < before + 3) await sleep(20)
        await chain.client.setAutomine(false)
        // A transaction in the pool, and its hash in the journal.
        const journal = join(folder, 'deployments', `chain-${chainId}`, 'journal.jsonl')
        const isWaiting = async () => {
          const pending = { address: deployer, blockTag: 'pending' } as const
          const count = await chain.client.getTransactionCount(pending)
          const lines = (await readFile(journal, 'utf8')).trimEnd().split('\n')
          return count > (await countSent()) && lines.at(-1)?.includes('"TRANSACTION_SEND"')
        }
        while (!(await isWaiting())) await sleep(20)
      } finally {
        child.kill('SIGKILL')
        await closed
        await chain.client.setAutomine(true)
        await chain.client.mine({ blocks: 1 })
      }

      const plan = JSON.parse((await runDeploy('--rpc', chain.url, '--json')).stdout)
      const done = plan.steps.filter(({ isDone }: { isDone: boolean }) => isDone).length
      expect(done).toBeGreaterThan(1)
      expect(done).toBeLessThan(stepCount)
      const { status, stderr } = await runDeploy('--rpc', chain.url, '--yes')
      expect({ status, sent: (await countSent()) - before }, stderr).toEqual({
        status: 0,
        sent: stepCount,
      })

      await writeConfig({
        ...localConfig,
        networks: { test: { chainId, rpcUrl: chain.url } },
        guardian: `0x${'9'.repeat(40)}`,
      })
      const changed = await runDeploy('--rpc', chain.url, '--yes')
      expect(changed).toMatchObject({ status: 1, stdout: '' })
      expect(changed.stderr).toContain('the deployment stopped: ')
      expect(changed.stderr).toContain('Gimbal#GrantGuardian')
      expect(await countSent()).toBe(before + stepCount)
    },
    patience,
  )

  it(
    'behavior: the plan says what it costs, fits into 80 columns, and takes a keystore',
    async () => {
      vi.stubEnv('GIMBAL_DEPLOYER_KEY', '')
      const keystore = join(folder, 'deployer.json')
      const options = { scrypt: { N: 1_024, r: 8, p: 1 } }
      await writeFile(
        keystore,
        await encryptKeystore({ address: deployer, privateKey: testKey }, 'a password', options),
      )
      vi.stubEnv('GIMBAL_KEYSTORE_PASSWORD', 'a password')
      const args = ['--rpc', chain.url, '--keystore', keystore]
      const { status, stdout, stderr } = await runDeploy(...args)
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout).toMatch(/^Chain: {4}test \(chain 713371\)$/m)
      expect(stdout).toContain(`Deployer: ${deployer}`)
      expect(stdout).toMatch(/^Balance: {2}\d+(\.\d+)? ether$/m)
      expect(stdout).toMatch(/^Cost: {5}about 0\.\d+ ether \([\d,]+ gas at [\d.]+ gwei\)$/m)
      expect(stdout).toMatch(/^ +the account needs 0\.\d+ ether, with a margin for rising gas$/m)
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
      const plan = JSON.parse((await runDeploy(...args, '--json')).stdout)
      expect(BigInt(plan.likelyWei)).toBe(BigInt(plan.gasToGo) * BigInt(plan.feePerGas))
      expect(BigInt(plan.neededWei)).toBeGreaterThan(BigInt(plan.likelyWei))
      vi.stubEnv('GIMBAL_DEPLOYER_KEY', testKey)
      const twice = await runDeploy(...args)
      expect(twice.stderr).toMatch(/--keystore and .* GIMBAL_DEPLOYER_KEY are both given; give one/)
      expect(twice.status).toBe(1)
    },
    patience,
  )

  it(
    'behavior: the reference vault is deployed too, later as well; what was added to the file stays',
    async () => {
      const first = await runDeploy('--rpc', chain.url, '--yes')
      expect(first.status, first.stderr).toBe(0)
      const file = join(folder, 'deployments', `${chainId}.json`)
      // Commands that can be used as they are printed: the chain is no known one, and the folder is not this one.
      const named = relative(process.cwd(), file)
      expect(first.stdout).toContain(`npm run -s gimbal -- doctor --network ${named}`)
      expect(first.stdout).toContain('first add "graphNetwork" to that file')
      const record = JSON.parse(await readFile(file, 'utf8'))
      expect(record).toMatchObject({ rpcUrl: chain.url })
      expect(record.startBlock).toBe(record.contracts.GimbalToken.blockNumber)
      const pools = [{ address: `0x${'6'.repeat(40)}`, startBlock: 3 }]
      const settings = { graphNetwork: 'own', graphqlUrl: 'http://127.0.0.1:8000', pools }
      await writeFile(file, JSON.stringify({ ...record, ...settings }))

      const { factory, dollar, weth } = await deployVenue(createChainClient(chain.url), 500)
      const vault = {
        name: 'A vault',
        symbol: 'gV',
        market: 'weth-usd',
        factory,
        quoteToken: dollar,
        riskyToken: weth,
        poolFeePips: 500,
        mode: 'constant-mix',
        weightPips: 500_000,
        epochSec: 600,
        slippageCapPips: 5_000,
        twapWindowSec: 1_800,
        maxDeviationPips: 20_000,
      }
      const networks = { test: { chainId, rpcUrl: chain.url } }
      await writeConfig({ ...localConfig, networks, vault: { ...vault, poolFeePips: 3_000 } })
      const noPool = await runDeploy('--rpc', chain.url, '--vault')
      expect(noPool.stderr).toMatch(
        /vault: the factory 0x\w+ knows no pool of .* 3000 pips; create/,
      )
      await writeConfig({ ...localConfig, networks, vault: { ...vault, factory: weth } })
      const noFactory = await runDeploy('--rpc', chain.url, '--vault')
      expect(noFactory.stderr).toMatch(/does not answer as a factory of Uniswap v3; correct it/)

      await writeConfig({ ...localConfig, networks, vault })
      const before = await countSent()
      const second = await runDeploy('--rpc', chain.url, '--vault', '--yes')
      expect(second.status, second.stderr).toBe(0)
      expect((await countSent()) - before).toBe(1)
      expect(second.stderr).toContain('15. deploy RebalancingVault')
      expect(second.stderr.split('\n').filter((line) => line.length > 80)).toEqual([])
      const { contracts, ...rest } = JSON.parse(await readFile(file, 'utf8'))
      expect(rest).toMatchObject({ ...settings, rpcUrl: chain.url, startBlock: record.startBlock })
      const read = await chain.client.readContract({
        address: contracts.RebalancingVault.address,
        abi: parseAbi(['function asset() view returns (address)']),
        functionName: 'asset',
      })
      expect(read).toBe(dollar)
      // It is there, so it stays in the file.
      const third = await runDeploy('--rpc', chain.url, '--yes', '--json')
      expect(JSON.parse(third.stdout).record.contracts).toEqual(contracts)
      expect((await countSent()) - before).toBe(1)
    },
    patience,
  )

  it(
    'error: a second run in the same folder at the same time; a vault that nothing describes',
    async () => {
      const lock = await takeLock(join(folder, 'deployments', 'deploy.lock'))
      const { status, stdout, stderr } = await runDeploy('--rpc', chain.url, '--yes')
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
      expect(stderr).toMatch(`(process ${process.pid}) is at work in`)
      expect(stderr).toMatch(/wait until it has ended/)
      if ('release' in lock) await lock.release()
      const noVault = await runDeploy('--rpc', chain.url, '--vault')
      expect(noVault.stderr).toMatch(/vault: is missing, but --vault needs it; add it/)
      expect(noVault.status).toBe(1)
    },
    patience,
  )

  it(
    'behavior: on Arbitrum blocks are counted by ArbSys, and the plan says how long they last',
    async () => {
      const arbitrum = await startChain(42_161)
      try {
        // PUSH1 7, PUSH0, MSTORE, PUSH1 32, PUSH0, RETURN: a stand-in for ArbSys in block 7.
        await arbitrum.client.setCode({ address: ARB_SYS, bytecode: '0x60075f5260205ff3' })
        const networks = { arbitrum: { chainId: 42_161, rpcUrl: arbitrum.url } }
        await writeConfig({ ...localConfig, networks })
        const { status, stdout, stderr } = await runDeploy('--network', 'arbitrum')
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
        expect(stdout).toMatch(/^ {6}blockSource: 1 \(ArbSys\)$/m)
        const text = stdout.replaceAll(/\s+/g, ' ')
        expect(text).toContain(
          "Blocks: counted by Arbitrum's ArbSys; block.number is the parent chain's there; " +
            'at 0.25 s a block, the 393,168 blocks whose hashes the chain keeps last 27.3 h, ' +
            "and a market's reportAgeBlocks of 200 would last 50 s",
        )
        expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
        const done = await runDeploy('--network', 'arbitrum', '--yes', '--json')
        expect(done.status, done.stderr).toBe(0)
        const { record, blockSource } = JSON.parse(done.stdout)
        expect([blockSource, record.contracts.RiskParameters.constructorArguments]).toMatchObject([
          'ArbSys',
          { blockSource: '1' },
        ])
      } finally {
        await arbitrum.close()
      }
    },
    patience,
  )

  it(
    'error: a chain without the CLZ opcode, another chain, no node',
    async () => {
      const old = await startChain(chainId, 'prague')
      const other = await startChain(chainId + 1)
      try {
        const [onOld, onOther] = [
          await runDeploy('--rpc', old.url, '--yes'),
          await runDeploy('--rpc', other.url, '--yes'),
        ]
        expect(onOld).toMatchObject({ status: 1, stdout: '' })
        expect(onOld.stderr).toContain('has no CLZ opcode')
        expect(onOther).toMatchObject({ status: 1, stdout: '' })
        expect(onOther.stderr).toContain(
          `is on chain ${chainId + 1}, the configuration allows ${chainId}`,
        )
        expect(await other.client.getBlockNumber()).toBe(0n)
      } finally {
        await old.close()
        await other.close()
      }
      const silent = await runDeploy('--rpc', `${other.url}/secret`)
      expect(silent).toMatchObject({ status: 1, stdout: '' })
      expect(silent.stderr).toContain(`the node at ${other.url} does not answer`)
      expect(silent.stderr).not.toContain('secret')
    },
    patience,
  )

  it.each([
    ['', 'GIMBAL_DEPLOYER_KEY is not set'],
    ['hunter2', 'GIMBAL_DEPLOYER_KEY holds no private key'],
    [zeroHash, 'GIMBAL_DEPLOYER_KEY holds no private key'],
  ])('error: the key is %j', async (key, message) => {
    vi.stubEnv('GIMBAL_DEPLOYER_KEY', key)
    const { status, stdout, stderr } = await runDeploy('--rpc', chain.url, '--yes')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('hunter2')
  })

  it(
    'error: the deployer cannot pay',
    async () => {
      const poor = `0x${'5'.repeat(64)}`
      vi.stubEnv('GIMBAL_DEPLOYER_KEY', poor)
      const { status, stderr } = await runDeploy('--rpc', chain.url, '--yes')
      expect(status).toBe(1)
      expect(stderr).toMatch(
        /^gimbal: the deployer 0x\w{40} has 0 ether, up to [\d.]+ ether are needed .*; send it [\d.]+ ether\n$/,
      )
      expect(stderr).not.toContain('5'.repeat(64))
    },
    patience,
  )

  it('error: the deployer would keep something', async () => {
    await writeConfig({
      ...localConfig,
      networks: { test: { chainId, rpcUrl: chain.url } },
      guardian: deployer,
    })
    const { status, stderr } = await runDeploy('--rpc', chain.url)
    expect(status).toBe(1)
    expect(stderr).toContain('must keep nothing')
  })

  it.each([
    [[], 'give one of --network and --rpc'],
    [['--rpc', 'http://127.0.0.1:1', '--network', 'test'], 'give one of --network and --rpc'],
    [['--network', 'test', '--yes', '--dry-run'], '--yes and --dry-run are both given'],
    [['--rpc', 'ftp://127.0.0.1'], 'no http or https URL'],
  ])('error: %j is wrong usage', async (args, message) => {
    const { status, stdout, stderr } = await runDeploy(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain(message)
  })

  it('error: the journal is of a chain that was started again', async () => {
    const journal = join(folder, 'deployments', `chain-${chainId}`)
    await mkdir(journal, { recursive: true })
    const addresses = { 'Gimbal#GimbalToken': `0x${'7'.repeat(40)}` }
    await writeFile(join(journal, 'deployed_addresses.json'), JSON.stringify(addresses))
    const { status, stderr } = await runDeploy('--rpc', chain.url)
    expect(status).toBe(1)
    expect(stderr).toContain('says that GimbalToken is at 0x7777')
    expect(stderr).toContain('move that folder away')
  })

  it('error: a network that the configuration does not have', async () => {
    const { status, stderr } = await runDeploy('--network', 'mainnet')
    expect(status).toBe(1)
    expect(stderr).toContain('has no network mainnet; give one of test')
  })
})
