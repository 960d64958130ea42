import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hex, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { riskParametersAbi } from '../../../abi/index.ts'
import {
  type ProverWorld,
  SIGNED_MARKET_ID,
  startProverWorld,
} from '../../bot/prover/support/proverWorld.ts'
import { runDoctorCommand } from '../doctor/support/runDoctorCommand.ts'
import { runGimbal, spawnGimbal } from '../support/runGimbal.ts'

const patience = 300_000

let chain: ProverWorld
let folder: string
let network: readonly string[]
let key: Hex

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-push-'))
  chain = await startProverWorld()
  network = ['--network', chain.networkFile, '--rpc', chain.world.url]
  key = toHex(chain.provers[0]?.getHdKey().privateKey ?? new Uint8Array())
  process.env.GIMBAL_KEY = key
  // A command waits for its transaction's block.
  await chain.world.client.setAutomine(true)
}, patience)

afterAll(async () => {
  delete process.env.GIMBAL_KEY
  await chain?.stop()
  await rm(folder, { recursive: true, force: true })
})

const readObservedAt = async () => {
  const { observedAt } = await chain.world.client.readContract({
    address: chain.riskParameters,
    abi: riskParametersAbi,
    functionName: 'marketState',
    args: [chain.marketId],
  })
  return observedAt
}

describe('gimbal push', () => {
  test(
    'default: without --yes it shows what would be reported, and sends nothing',
    async () => {
      const { status, stdout, stderr } = await runGimbal(['push', 'weth-usd', ...network])
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(stdout).toContain(`measured by ${chain.reporter}, with hints`)
      expect(stdout).toMatch(/^ {2}depthUsd6 +\$/m)
      expect(stdout).toMatch(/Tried, not sent/)
      expect(await readObservedAt()).toBe(0)
    },
    patience,
  )

  test(
    'default: with --measure it starts the averages, with --yes it pushes, once for its evidence',
    async () => {
      const measured = await runGimbal(['push', 'weth-usd', ...network, '--measure', '--yes'])
      expect(measured).toMatchObject({ status: 0, stderr: '' })
      expect(await readObservedAt()).toBe(0)
      const { status, stdout } = await runGimbal([
        'push',
        'weth-usd',
        ...network,
        '--yes',
        '--json',
      ])
      expect(status).toBe(0)
      const told = JSON.parse(stdout)
      expect(told).toMatchObject({ reporter: chain.reporter, call: 'pushWithHeader' })
      expect(await readObservedAt()).toBe(Number(told.observedAt))
      const again = await runGimbal(['push', 'weth-usd', ...network, '--yes'])
      expect(again.status).toBe(1)
      expect(again.stderr).toMatch(/nothing is pushed: .* has counted already/)
    },
    patience,
  )

  test(
    'error: a market that takes signatures is named as such',
    async () => {
      const { status, stderr } = await runGimbal(['push', '0x55', ...network])
      expect(status).toBe(1)
      expect(stderr).toMatch(/without signatures: it takes signed evidence only/)
    },
    patience,
  )
})

/** The chain has a time of its own and one endpoint, and other programs of this machine may have the usual port. */
function makeLocal(text: string): string {
  return text
    .replace('clock: real ', 'clock: replayed ')
    .replace('port: 9464', 'port: 0')
    .replace(/ {4}- variable: GIMBAL_RPC_B\n/, '')
    .replace('requiredDepth: 2', 'requiredDepth: 1')
}

describe('gimbal init prover', () => {
  test(
    'default: the file passes the doctor, and the bot pushes with it until a signal ends it',
    async () => {
      const file = join(folder, 'prover.yaml')
      const made = await runGimbal(['init', 'prover', ...network, '--out', file])
      expect(made).toMatchObject({ status: 0, stderr: '' })
      const text = await readFile(file, 'utf8')
      expect(parse(text)).toMatchObject({ mode: 'prover', markets: ['weth-usd'] })
      const lines = text.trimEnd().split('\n')
      expect(lines.slice(1).filter((line) => line.length > 120)).toEqual([])
      const local = makeLocal(text)
      await writeFile(file, local)
      const env = { GIMBAL_RPC_A: chain.world.url, GIMBAL_PROVER_KEY: key }
      const doctor = await runDoctorCommand(['--config', file], env)
      expect(doctor.stdout).toMatch(/\n\nall is well\n$/)
      expect(doctor.stdout).toContain(`${chain.reporter} measures`)

      // Until the value in force is due again.
      await chain.world.pass(3_700)
      const before = await readObservedAt()
      const bot = spawnGimbal(['bot', 'run', '--config', file], env)
      let log = ''
      bot.stdout.setEncoding('utf8').on('data', (part) => {
        log += part
      })
      await expect.poll(() => log, { timeout: 60_000 }).toContain('"event":"started"')
      await chain.world.client.setIntervalMining({ interval: 1 })
      await expect.poll(readObservedAt, { timeout: 60_000 }).toBeGreaterThan(before)
      await chain.world.client.setIntervalMining({ interval: 0 })
      bot.kill('SIGTERM')
      const [status] = await once(bot, 'close')
      expect(status).toBe(0)
      expect(log).toContain('"event":"settled"')
    },
    patience,
  )

  test(
    'error: the doctor says what a prover lacks',
    async () => {
      const file = join(folder, 'prover.yaml')
      const text = await readFile(file, 'utf8')
      const other = join(folder, 'signed.yaml')
      await writeFile(
        other,
        text.replace('markets: [weth-usd]', `markets: ['${SIGNED_MARKET_ID}']`),
      )
      const env = { GIMBAL_RPC_A: chain.world.url, GIMBAL_PROVER_KEY: key }
      const { status, stdout } = await runDoctorCommand(['--config', other], env)
      expect(status).toBe(1)
      expect(stdout).toMatch(/without signatures: it takes signed evidence only/)
    },
    patience,
  )
})
