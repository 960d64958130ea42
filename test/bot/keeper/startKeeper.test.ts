import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toHex } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import type { KeptVault } from '../../../bot/keeper/actionErrand.ts'
import { loadKeeperConfig } from '../../../bot/keeper/loadKeeperConfig.ts'
import { startKeeper } from '../../../bot/keeper/startKeeper.ts'
import { createLog } from '../../../bot/log.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { LOCAL_MNEMONIC } from '../../../stack/local/accounts.ts'
import { KEEPER_INDEX } from './support/keeperIndex.ts'
import { type KeeperWorld, startKeeperWorld } from './support/keeperWorld.ts'

const patience = { timeout: 240_000 }
const { privateKey } = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: KEEPER_INDEX }).getHdKey()

let chain: KeeperWorld
let kept: KeptVault
let mix: KeptVault
let folder: string
let hook: Server
let told: { event: string; keeper: string; condition: string }[]
let hookUrl: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-keeper-'))
  chain = await startKeeperWorld()
  kept = await chain.createKept('kept')
  mix = await chain.createRebalancing('mix')
  hook = createServer(async (request, response) => {
    told.push(JSON.parse((await request.toArray()).join('')))
    response.end()
  }).listen(0, '127.0.0.1')
  await once(hook, 'listening')
  const { port } = hook.address() as AddressInfo
  hookUrl = `http://127.0.0.1:${port}`
}, patience.timeout)

afterAll(async () => {
  hook?.close()
  await chain?.world.stop()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(() => {
  told = []
  vi.stubEnv('KEY', toHex(privateKey ?? new Uint8Array()))
  vi.stubEnv('HOOK', hookUrl)
})

afterEach(() => {
  vi.unstubAllEnvs()
})

let count = 0
async function load(changes: object = {}) {
  const file = join(folder, `${++count}.yaml`)
  const config = {
    version: packageJson.version,
    chain: { id: 31_337, endpoints: [{ url: chain.world.url }], clock: 'replayed', pollMs: 20 },
    vaults: [kept, mix].map(({ name, address }) => ({ name, address })),
    submit: {
      key: { variable: 'KEY' },
      budget: '200 gwei',
      dailyBudget: '1 ether',
      lowBalance: '0.1 ether',
      requiredDepth: 1,
    },
    journal: { file: `${count}.sqlite` },
    http: { port: 0 },
    ...changes,
  }
  await writeFile(file, stringify(config))
  return loadKeeperConfig(file)
}

const quiet = createLog({ destination: { write: () => {} } })
const get = async (url: string) => (await fetch(url)).text()

describe('startKeeper', patience, () => {
  test('default: it serves both kinds of vault, is ready, counts, and ends with nothing under way', async () => {
    await chain.say(kept, { action: 'cut', driftPips: 20_000 })
    const keeper = await startKeeper(await load(), quiet)
    const read = () => get(`${keeper.url}/metrics`)
    await vi.waitFor(async () => {
      const text = await read()
      expect(text).toMatch(/^gimbal_vault_acts_total\{vault="kept",outcome="taken"\} 1$/m)
      expect(text).toMatch(/^gimbal_vault_acts_total\{vault="mix",outcome="taken"\} 1$/m)
    }, 60_000)
    expect(await get(`${keeper.url}/ready`)).toBe('{"isReady":true,"conditions":[]}\n')
    await keeper.stop()
    expect(await chain.countActs(kept)).toBe(1)
  })

  test('behavior: an overdue cut is told to a webhook, with the name of the keeper', async () => {
    await chain.say(kept, { action: 'cut', driftPips: 20_000, nature: 'refuses' })
    const notify = [{ variable: 'HOOK' }]
    const alarms = { cut: '30 s' }
    const keeper = await startKeeper(await load({ name: 'keeper-9', notify, alarms }), quiet)
    await vi.waitFor(async () => {
      // Time passes by the chain's clock.
      await chain.world.pass(20)
      expect(told).toMatchObject([{ event: 'alarm', keeper: 'keeper-9', condition: 'cut' }])
    }, 60_000)
    expect(JSON.parse(await get(`${keeper.url}/ready`))).toMatchObject({ isReady: true })
    await keeper.stop()
  })

  test('error: everything that is wrong is said at once, and nothing is left running', async () => {
    const vaults = [
      { name: 'nobody', address: `0x${'00'.repeat(19)}77` },
      { name: 'token', address: chain.world.venue.dollar },
      { name: 'kept', address: kept.address },
    ]
    const submit = {
      key: { variable: 'KEY' },
      budget: '200 gwei',
      dailyBudget: '1 ether',
      lowBalance: '0.1 ether',
    }
    vi.stubEnv('KEY', '0x12')
    const loaded = await load({ vaults, submit })
    const error = await startKeeper(loaded, quiet).catch((cause) => cause)
    expect(error.problems).toEqual([
      expect.stringMatching(/^submit.key: /),
      expect.stringMatching(/^vault nobody: there is no contract at 0x0{38}77; correct/),
      expect.stringMatching(/^vault token: 0x\w+ is no vault: it answers neither previewAction/),
    ])
    expect(error.message).toMatch(/^the keeper does not start:/)
    expect(error.message).not.toContain('0x12')
    const apart = await load({ chain: { id: 5, endpoints: [{ url: chain.world.url }] } })
    await expect(startKeeper(apart, quiet)).rejects.toThrow(
      /chain: .*is on chain 31337, wanted is 5/,
    )
  })

  test('error: a configuration with every fault and its line', async () => {
    const vaults = [
      { name: 'Kept', address: kept.address },
      { name: 'mix', address: mix.address, maxCost: '1 gwei' },
      { name: 'mix', address: mix.address },
    ]
    const notify = [{ variable: 'NOWHERE' }]
    const error = await load({ vaults, notify, markets: ['weth-usd'] }).catch((cause) => cause)
    const faults = error.faults.map(
      ({ path, text }: { path: string; text: string }) => `${path}: ${text}`,
    )
    expect(faults).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^vaults.0.name: is no name/),
        expect.stringMatching(/^vaults.1.maxCost: .*0.5 ether/),
        expect.stringMatching(/^markets: is no setting/),
        expect.stringMatching(/NOWHERE is not set/),
      ]),
    )
    const twice = await load({
      vaults: vaults.slice(1).map(({ name, address }) => ({ name, address })),
    }).catch((cause) => cause)
    expect(twice.message).toMatch(/vaults.1.name: is mix again; give another/)
    expect(twice.message).toMatch(/vaults.1.address: is there already; remove one/)
  })
})
