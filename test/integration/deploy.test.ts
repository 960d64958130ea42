import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { encryptKeystore } from '@ethersproject/json-wallets'
import { execa } from 'execa'
import type { HDAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findNetwork } from '../../client/network/findNetwork.ts'
import { networkFileSchema } from '../../client/network/schema.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { type ChainClient, createChainClient } from '../../stack/local/chainClient.ts'
import type { ChildPart } from '../../stack/local/childPart.ts'
import { choosePort } from '../../stack/local/choosePort.ts'
import { deployVenue, type Venue } from '../../stack/local/deployVenue.ts'
import { openPool } from '../../stack/local/openPool.ts'
import { startAnvil } from '../../stack/local/startAnvil.ts'
import { readKey } from '../cli/doctor/support/doctorStack.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const entry = join(root, 'cli/index.ts')
const page = readFileSync(join(root, 'docs/deploy.md'), 'utf8')
const PASSWORD = 'a password'
const DAY_SEC = 86_400

/** What stands between two marks of the page, without its fence. */
function readPart(name: string): string {
  const part = new RegExp(`<!-- ${name} -->\n\`\`\`\\w+\n(.*?)\`\`\``, 's').exec(page)?.[1]
  if (part === undefined) throw new Error(`docs/deploy.md has no part ${name}`)
  return part
}

let chain: ChildPart
let client: ChainClient
let venue: Venue
/** Where an operator works. */
let cwd: string
let env: Record<string, string>

async function writeKeystore(file: string, account: HDAccount): Promise<void> {
  const plain = { address: account.address, privateKey: readKey(account) }
  const scrypt = { N: 1_024, r: 8, p: 1 }
  writeFileSync(join(cwd, file), await encryptKeystore(plain, PASSWORD, { scrypt }))
}

beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'gimbal-operator-'))
  mkdirSync(join(cwd, 'data'))
  const port = await choosePort('the chain', undefined)
  // Its past has room for the delays of a real deployment.
  const genesisAt = BigInt(Math.floor(Date.now() / 1_000) - 30 * DAY_SEC)
  const dataDir = join(cwd, 'data')
  chain = await startAnvil({
    port,
    chainId: 1,
    genesisAt,
    dataDir,
    logFile: join(cwd, 'anvil.log'),
  })
  const url = `http://127.0.0.1:${port}`
  client = createChainClient(url)
  venue = await deployVenue(client, 500)
  await openPool(client, venue, {
    tick: 201_329n,
    liquidity: 1_534_002_343_608_316_001n,
    observationCardinality: 10,
  })
  await writeKeystore('deployer.json', localAccounts.deployer)
  await writeKeystore('reporter.json', localAccounts.reporters[0])
  env = { GIMBAL_RPC: url, GIMBAL_KEYSTORE_PASSWORD: PASSWORD }
}, 90_000)

afterAll(async () => {
  await chain?.stop()
  if (cwd !== undefined) rmSync(cwd, { recursive: true, force: true })
})

/** Runs lines of the page; an operator's environment is here already, and so is the project. */
async function runLines(text: string, variables: Record<string, string> = {}) {
  const lines = text
    .trim()
    .split('\n')
    .filter((line) => !/^(export |npm run setup)/.test(line))
  const runs: { line: string; status: number; output: string }[] = []
  for (const line of lines) {
    const command = line.replace('npm run -s gimbal --', `"${process.execPath}" "${entry}"`)
    const { exitCode = -1, all } = await execa('sh', ['-c', command], {
      cwd,
      env: { ...env, ...variables },
      all: true,
      reject: false,
    })
    runs.push({ line, status: exitCode, output: all })
  }
  return runs
}

const gimbal = async (args: string, account: HDAccount) => {
  const [run] = await runLines(`npm run -s gimbal -- ${args}`, { GIMBAL_KEY: readKey(account) })
  return run ?? { status: -1, output: '' }
}

async function wait(seconds: number): Promise<void> {
  await client.increaseTime({ seconds })
  await client.mine({ blocks: 1 })
}

describe('docs/deploy.md', { timeout: 240_000 }, () => {
  test('default: its commands take an empty chain to a market and a replica', async () => {
    const config = JSON.parse(readPart('config'))
    const { factory, dollar, weth, pool } = venue
    const tokens = { factory, quoteToken: dollar, riskyToken: weth }
    writeFileSync(
      join(cwd, 'deploy.json'),
      JSON.stringify({ ...config, vault: { ...config.vault, ...tokens } }),
    )
    const deployed = await runLines(readPart('walkthrough: deploy'))
    expect(deployed.filter(({ status }) => status !== 0)).toEqual([])
    const [plan, sent, doctor] = deployed.map(({ output }) => output)
    expect(plan).toMatch(/^15 transactions in this order, 0 of them done/m)
    expect(sent).toContain('npm run -s gimbal -- doctor --network 1')
    // The next steps name the node by the variable of the configuration.
    expect(sent).not.toContain('GIMBAL_RPC_URL')
    expect(doctor).toMatch(/all is well/)
    const file = readFileSync(join(cwd, 'deployments', '1.json'), 'utf8')
    expect(file).not.toContain(env.GIMBAL_RPC)
    const { contracts, rpcUrlVariable } = networkFileSchema.parse(JSON.parse(file))
    expect(rpcUrlVariable).toBe('GIMBAL_RPC')

    const early = await gimbal('init replica --network 1', localAccounts.operator)
    expect(early).toMatchObject({ status: 1, output: expect.stringMatching(/has no market yet/) })

    const draft = readFileSync(join(root, 'governance/examples/market.yaml'), 'utf8')
    const vault = contracts.RebalancingVault?.address ?? ''
    const reporters = localAccounts.reporters.map(({ address }) => address)
    const filled = draft
      .replaceAll('0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640', pool)
      .replace(`0x${'7'.repeat(40)}`, vault)
      .replace(/0x([123])\1{39}/g, (_, digit) => reporters[Number(digit) - 1] ?? '')
    writeFileSync(join(cwd, 'market.yaml'), filled)
    const [first, second] = localAccounts.voters
    const proposed = await runLines(readPart('walkthrough: propose'), {
      GIMBAL_KEY: readKey(first),
    })
    expect(proposed.filter(({ status }) => status !== 0)).toEqual([])
    const list = await gimbal('proposals list --network 1 --json', first)
    const [{ id }] = JSON.parse(list.output).proposals
    await wait(DAY_SEC + 12)
    for (const voter of [first, second]) {
      const vote = await gimbal(`vote ${id} --choice for --yes --network 1`, voter)
      expect(vote.status, vote.output).toBe(0)
    }
    await wait(6 * DAY_SEC + 12)
    expect((await gimbal(`queue ${id} --yes --network 1`, second)).status).toBe(0)
    await wait(2 * DAY_SEC + 12)
    expect((await gimbal(`execute ${id} --yes --network 1`, second)).status).toBe(0)

    const evidence = await runLines(readPart('walkthrough: evidence'), {
      GIMBAL_KEY: readKey(first),
    })
    expect(evidence.filter(({ status }) => status !== 0)).toEqual([])
    const [planned, contract, naming] = evidence.map(({ output }) => output)
    expect(planned).toContain('deploy ProvenReporter')
    expect(contract).toMatch(/^ProvenReporter of weth-usdc: 0x\w{40}$/m)
    expect(naming).toContain('Tried, not sent: the contract would take it.')

    // The replica's clock and the chain's have to agree.
    await client.setNextBlockTimestamp({ timestamp: BigInt(Math.floor(Date.now() / 1_000)) })
    await client.mine({ blocks: 1 })
    const variables = {
      GIMBAL_RPC_A: env.GIMBAL_RPC ?? '',
      GIMBAL_RPC_B: env.GIMBAL_RPC ?? '',
      GIMBAL_SUBGRAPH: 'http://127.0.0.1:1',
      GIMBAL_SIGN_TOKEN: 'a token of our own',
      GIMBAL_PEER_2_URL: 'http://127.0.0.1:1/v1/sign',
      GIMBAL_PEER_2_TOKEN: 'a token of another',
    }
    const replica = await runLines(readPart('walkthrough: replica'), variables)
    const [written, checked] = replica
    expect(written?.status, written?.output).toBe(0)
    expect(readFileSync(join(cwd, 'replica.yaml'), 'utf8')).toContain('markets: [weth-usdc]')
    // Neither an index nor another replica runs here; other programs may have the ports.
    const wrong = checked?.output.match(/^ {2}MEND [\w -]*?(?= {2})/gm) ?? []
    expect(wrong.map((line) => line.trim()).filter((line) => !/ http$/.test(line))).toEqual([
      ...['MEND subgraph 1', 'MEND peer 1'],
    ])
  })

  test('default: its gimbal.yaml is one, and names a deployment and a whole network', async () => {
    writeFileSync(join(cwd, 'gimbal.yaml'), readPart('gimbal.yaml'))
    const options = { folder: cwd, env: { GIMBAL_RPC: 'https://rpc.invalid/hunter2' } }
    expect(await findNetwork({ network: 'mainnet', ...options })).toMatchObject({
      chainId: 1,
      rpcUrl: 'https://rpc.invalid/hunter2',
      graphNetwork: 'mainnet',
    })
    const own = await findNetwork({ network: 'our-chain', ...options })
    expect(own).toMatchObject({ chainId: 424_242, startBlock: 1_200n, graphNetwork: 'our-chain' })
    expect(own.pools).toHaveLength(1)
  })
})
