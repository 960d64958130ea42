import { mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringToHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkStart, type StartInput } from '../../bot/checkStart.ts'
import { createClock } from '../../bot/createClock.ts'
import { StartGateError } from '../../bot/errors.ts'
import { loadConfig } from '../../bot/loadConfig.ts'
import { createLog } from '../../bot/log.ts'
import { createChainReader } from '../../bot/sources/createChainReader.ts'
import { startBot } from '../../bot/startBot.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { localAccounts } from '../../stack/local/accounts.ts'
import { LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { core } from './support/defaultInput.ts'

let folder: string
let stack: Stack

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-gate-'))
  stack = await startStack({ folder, index: false })
}, 600_000)

afterAll(async () => {
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

function createInput(changes: Partial<StartInput> = {}): StartInput {
  const { riskParameters } = stack.addresses.governance
  const urls = [stack.urls.rpc]
  return {
    core,
    chain: createChainReader({ urls, chainId: 31_337, riskParameters, maxLagBlocks: 1n }),
    riskParameters,
    markets: [LOCAL_MARKET_ID],
    reporter: localAccounts.reporters[0].address,
    peerCount: 2,
    sends: true,
    heartbeatSec: 600n,
    checkClock: () => undefined,
    ...changes,
  }
}

/** A replica whose keys and markets are not there. */
async function writeReplica() {
  const config = join(folder, 'replica.json')
  const key = { keystore: 'none.json' }
  const content = JSON.stringify({
    version: packageJson.version,
    chain: { id: 31_337, endpoints: [{ url: stack.urls.rpc }], clock: 'replayed' },
    riskParameters: stack.addresses.governance.riskParameters,
    index: { endpoints: [{ url: 'http://127.0.0.1:9' }] },
    markets: ['gold', 'weth-ust'],
    decide: { heartbeat: '600 s' },
    reporter: { key },
    submit: { key, budget: '1 gwei', dailyBudget: '1 ether', lowBalance: '1 ether' },
    journal: { file: 'journal.sqlite' },
    http: { port: 0 },
  })
  await writeFile(config, content)
  return { config, content }
}

async function listFailed(changes: Partial<StartInput>): Promise<string[]> {
  const checks = await checkStart(createInput(changes))
  return checks.filter(({ isOk }) => !isOk).map(({ name, detail }) => `${name}: ${detail}`)
}

describe('checkStart', () => {
  test('default: every check of a replica that may begin', async () => {
    const checks = await checkStart(createInput())
    expect(checks.map(({ name, isOk }) => `${name} ${isOk}`)).toEqual([
      ...['chain true', 'clock true', 'contract true', 'core true', 'market weth-usd true'],
      ...['role weth-usd true', 'quorum weth-usd true', 'heartbeat weth-usd true'],
    ])
  })

  test('behavior: one that neither signs nor sends has no role to prove', async () => {
    const checks = await checkStart(
      createInput({ reporter: undefined, sends: false, peerCount: 0 }),
    )
    expect(checks.map(({ name }) => name)).not.toContain('role weth-usd')
    expect(checks.every(({ isOk }) => isOk)).toBe(true)
  })

  test('error: each thing that is wrong, with what to do', async () => {
    const { riskParameters } = stack.addresses.governance
    const onChain = (urls: string[], chainId: number) =>
      createChainReader({ urls, chainId, riskParameters, maxLagBlocks: 1n, timeoutMs: 500 })
    const cases: [Partial<StartInput>, RegExp][] = [
      [{ chain: onChain([stack.urls.rpc], 1) }, /^chain: .*chain 31337, wanted is 1/],
      [{ chain: onChain(['http://127.0.0.1:9'], 31_337) }, /^chain: .*127.0.0.1:9/],
      [{ riskParameters: localAccounts.trader.address }, /^contract: there is no contract/],
      [{ core: { ...core, hash: `0x${'0'.repeat(64)}` } }, /^core: .*install the release/],
      [
        { markets: [stringToHex('gold', { size: 32 })] },
        /^market gold: the contract has no market gold, it has weth-usd; correct markets/,
      ],
      [
        { markets: [stringToHex('weth-ust', { size: 32 })] },
        /^market weth-ust: .* it has weth-usd; did you mean weth-usd\?$/,
      ],
      [
        { riskParameters: stack.addresses.governance.token },
        /^contract: 0x\w+ is the token, not RiskParameters; correct riskParameters$/,
      ],
      [{ riskParameters: stack.addresses.governance.governor }, /is the Governor, not RiskParam/],
      [{ riskParameters: stack.addresses.governance.timelock }, /is the timelock, not RiskParam/],
      [{ riskParameters: stack.addresses.venue.pool }, /is a pool, not RiskParameters/],
      [{ reporter: localAccounts.trader.address }, /^role weth-usd: .*ask voters/],
      [{ peerCount: 0 }, /^quorum weth-usd: 2 have to sign, 1 can/],
      [{ heartbeatSec: 700n }, /^heartbeat weth-usd: .*1900 s old, it expires after 1800/],
    ]
    for (const [changes, message] of cases) {
      const failed = await listFailed(changes)
      expect(failed).toHaveLength(1)
      expect(failed[0]).toMatch(message)
    }
  })

  test('error: faults of keys and of the gate are reported together', async () => {
    const { config, content } = await writeReplica()
    const loaded = await loadConfig(config, {})
    const failure = await startBot(loaded, createLog({ level: 'error' })).catch((error) => error)
    expect(failure, content).toBeInstanceOf(StartGateError)
    expect(failure.problems).toEqual([
      expect.stringMatching(/^reporter.key: .*none.json cannot be read/),
      expect.stringMatching(/^submit.key: .*none.json cannot be read/),
      expect.stringMatching(/^market gold: the contract has no market gold/),
      expect.stringMatching(/^market weth-ust: .*did you mean weth-usd/),
    ])
  })

  test("error: a clock that is not the chain's", async () => {
    const clock = createClock({ kind: 'real', maxSkewSec: 5 })
    const late = BigInt(Math.floor(Date.now() / 1_000) - 60)
    expect(clock.check(late)).toMatch(/^the latest block is 6\d s behind this machine's clock/)
    expect(clock.check(late + 180n)).toMatch(/ahead of/)
    expect(clock.check(late + 60n)).toBeUndefined()
    expect(await listFailed({ checkClock: () => clock.check(late) })).toEqual([
      expect.stringMatching(/^clock: .*set the clock/),
    ])
    const replayed = createClock({ kind: 'replayed', maxSkewSec: 5 })
    expect(replayed.check(late)).toBeUndefined()
    replayed.setHead(late)
    expect(replayed.now()).toBe(Number(late))
  })
})
