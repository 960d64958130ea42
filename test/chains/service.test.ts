import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { BotConfigError, StartGateError } from '../../bot/errors.ts'
import { createLog } from '../../bot/log.ts'
import { loadRelayerConfig } from '../../bot/relayer/loadRelayerConfig.ts'
import { startRelayer } from '../../bot/relayer/startRelayer.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { type Signers, startSigners } from '../../stack/bridge/startSigners.ts'
import { AWAY_CHAIN_ID, type ChainsWorld, startChainsWorld } from './support/chainsWorld.ts'

const entry = fileURLToPath(new URL('../../cli/index.ts', import.meta.url))
const ACTIVE = 1
const patience = { timeout: 120_000, interval: 100 }

let world: ChainsWorld
let signers: Signers
let folder: string
let env: { RELAYER_KEY: string }

beforeAll(async () => {
  world = await startChainsWorld()
  signers = await startSigners(world.createAttestor(), 0)
  folder = await mkdtemp(join(tmpdir(), 'gimbal-service-'))
  const { privateKey } = (await world.createPayer()).getHdKey()
  env = { RELAYER_KEY: toHex(privateKey ?? new Uint8Array()) }
})

afterAll(async () => {
  await signers?.close()
  await world?.stop()
  if (folder !== undefined) await rm(folder, { recursive: true, force: true })
})

/** The configuration as an operator writes it, with changes. */
async function writeConfig(name: string, changes: object = {}): Promise<string> {
  const { bridge, remote } = world.deployed
  const { remoteParameters, governanceReceiver, timelock } = remote.contracts
  const common = {
    clock: 'replayed',
    timeoutMs: 10_000,
    startBlock: 0,
    depth: 1,
    submit: {
      key: { variable: 'RELAYER_KEY' },
      budget: '200 gwei',
      dailyBudget: '5 ether',
      lowBalance: '0.1 ether',
      requiredDepth: 1,
    },
  }
  const file = join(folder, name)
  const config = {
    version: packageJson.version,
    pollMs: 50,
    chains: [
      {
        ...common,
        name: 'local',
        id: world.stack.chainId,
        endpoints: [{ url: world.urls.home }],
        messengers: bridge.messengers,
        home: {
          parametersSender: bridge.parametersSender,
          governanceSender: bridge.governanceSender,
        },
      },
      {
        ...common,
        name: 'local-2',
        id: AWAY_CHAIN_ID,
        endpoints: [{ url: world.urls.away }],
        messengers: remote.messengers,
        away: { remoteParameters, governanceReceiver, timelock },
      },
    ],
    markets: ['weth-usd'],
    signers: { url: signers.url },
    journal: { file: 'journal.sqlite' },
    http: { port: 0 },
    ...changes,
  }
  await writeFile(file, stringify(config))
  return file
}

/** `gimbal relayer run` as a process, with what it has logged. */
function run(file: string) {
  const lines: { event: string; task?: string; chain?: string; health?: string }[] = []
  const child = execa(process.execPath, [entry, 'relayer', 'run', '--config', file], {
    env: { ...process.env, ...env },
    reject: false,
  })
  let rest = ''
  child.stdout?.on('data', (part: Buffer) => {
    const texts = `${rest}${part}`.split('\n')
    rest = texts.pop() ?? ''
    lines.push(...texts.map((text) => JSON.parse(text)))
  })
  return { child, lines }
}

describe('gimbal relayer run', () => {
  test('P-206 killed with a transaction in no block: its successor sees to it', async () => {
    const file = await writeConfig('relayer.yaml')
    await world.away.setAutomine(false)
    await world.push()
    const first = run(file)
    await vi.waitFor(() => {
      expect(first.lines).toContainEqual(
        expect.objectContaining({ event: 'sent', chain: 'local-2' }),
      )
    }, patience)
    first.child.kill('SIGKILL')
    await first.child
    const second = run(file)
    await vi.waitFor(
      () => expect(second.lines.map(({ event }) => event)).toContain('started'),
      patience,
    )
    await world.away.setAutomine(true)
    await world.away.mine({ blocks: 1 })
    await vi.waitFor(async () => expect((await world.readAway()).status).toBe(ACTIVE), patience)
    const { health } = second.lines.find(({ event }) => event === 'started') ?? {}
    const ready = await fetch(`${health}/ready`)
    expect(ready.status).toBe(200)
    const metrics = await (await fetch(`${health}/metrics`)).text()
    expect(metrics).toMatch(/gimbal_chain_head_block\{chain="local-2"\} \d+/)
    second.child.kill('SIGTERM')
    expect((await second.child).exitCode).toBe(0)
  })

  test('error: what is wrong with a configuration is said at once', async () => {
    const chains: object[] = []
    const file = await writeConfig('wrong.yaml', { chains, signers: { url: 'ftp://x' } })
    const error = await loadRelayerConfig(file, env).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(BotConfigError)
    expect((error as BotConfigError).faults.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['chains', 'signers.url']),
    )
  })

  test('error: contracts that listen to others are found before anything is sent', async () => {
    const file = await writeConfig('other.yaml')
    const loaded = await loadRelayerConfig(file, env)
    const [home] = loaded.config.chains
    // Home's sender is another contract than the one away listens to.
    if (home?.home !== undefined) home.home.parametersSender = home.home.governanceSender
    vi.stubEnv('RELAYER_KEY', env.RELAYER_KEY)
    const started = startRelayer(loaded, createLog({ level: 'error' }))
    await expect(started).rejects.toThrow(StartGateError)
    await expect(started).rejects.toThrow(/listens to/)
    vi.unstubAllEnvs()
  })
})
