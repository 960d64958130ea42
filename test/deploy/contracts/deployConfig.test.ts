import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readDeployConfig } from '../../../deploy/contracts/deployConfig.ts'
import local from '../../../deploy/contracts/local.json' with { type: 'json' }

const [holder] = local.token.holders
const vault = {
  name: 'A vault',
  symbol: 'gV',
  market: 'weth-usd',
  factory: local.guardian,
  quoteToken: local.guardian,
  riskyToken: local.guardian,
  poolFeePips: 500,
  mode: 'constant-mix',
  weightPips: 500_000,
  epochSec: 600,
  slippageCapPips: 5_000,
  twapWindowSec: 1_800,
  maxDeviationPips: 20_000,
}
let file: string

beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'gimbal-deploy-config-')), 'config.json')
})

afterAll(() => rm(join(file, '..'), { recursive: true }))

async function readText(text: string) {
  await writeFile(file, text)
  return readDeployConfig(file)
}

describe('readDeployConfig', () => {
  it('default: the example is one', async () => {
    const example = fileURLToPath(new URL('../../../deploy/contracts/local.json', import.meta.url))
    const config = await readDeployConfig(example)
    expect(config.token.holders[0]?.tokens).toBe(parseEther('600000'))
    expect(config.governor.quorumPercent).toBe(40)
  })

  it('behavior: a vault has no floor unless it is a CPPI; every fault is told at once', async () => {
    const config = await readText(JSON.stringify({ ...local, vault }))
    expect(config.vault).toMatchObject({ floorPips: 0, market: expect.stringMatching(/^0x7765/) })
    const failing = readText(
      JSON.stringify({ ...local, vault: { ...vault, epochSec: 1 }, guardian: '0x1' }),
    )
    await expect(failing).rejects.toThrow(/guardian: is no .*vault.epochSec: must be 60 s or more/s)
  })

  it.each([
    ['guardian', { guardian: '0x12' }, 'guardian: is no address'],
    ['guardian', { guardian: `0x${'0'.repeat(40)}` }, 'guardian: is the zero address'],
    [
      'checksum',
      { guardian: '0x90f79bf6EB2c4f870365E785982E1f101E93b906' },
      'whose capitals are no checksum of it',
    ],
    ['holders', { token: { holders: [] } }, 'token.holders: names no holder'],
    ['twice', { token: { holders: [holder, holder] } }, 'token.holders: names a holder twice'],
    ['typo', { gaurdian: '0x12' }, 'gaurdian: is no setting; did you mean guardian?'],
    [
      'tokens',
      { token: { holders: [{ ...holder, tokens: '5 GMB' }] } },
      'token.holders.0.tokens: is not a number of tokens; give one such as',
    ],
    ['unknown', { owner: '0x12' }, 'owner: is no setting; allowed here: networks, token,'],
    ['delay', { timelock: { minDelaySec: 0 } }, 'timelock.minDelaySec: must be 1 s or more'],
    ['quorum', { governor: { ...local.governor, quorumPercent: 101 } }, 'must be 100 or less'],
    [
      'threshold',
      { governor: { ...local.governor, proposalThresholdTokens: '1000000.1' } },
      'is more than all holders have',
    ],
    [
      'a holder in small letters and again',
      { token: { holders: [holder, { ...holder, account: holder?.account.toLowerCase() }] } },
      'token.holders: names a holder twice',
    ],
    [
      'a market of the vault',
      { vault: { ...vault, market: 'WETH/USD' } },
      'vault.market: is no market',
    ],
    ['a floor', { vault: { ...vault, floorPips: 1 } }, 'vault.floorPips: belongs to the mode cppi'],
    [
      'no floor',
      { vault: { ...vault, mode: 'cppi' } },
      'vault.floorPips: belongs to the mode cppi',
    ],
    ['a window', { vault: { ...vault, twapWindowSec: 1 } }, 'vault.twapWindowSec: must be 60 s or'],
    ['networks', { networks: {} }, 'networks: names no network'],
    ['url', { networks: { a: { chainId: 1 } } }, 'networks.a: needs one of rpcUrl'],
    ['scheme', { networks: { a: { chainId: 1, rpcUrl: 'ftp://a' } } }, 'networks.a.rpcUrl'],
  ])('error: %s', async (_name, change, message) => {
    const failing = readText(JSON.stringify({ ...local, ...change }))
    await expect(failing).rejects.toMatchObject({
      code: 'deploy/contracts-config',
      message: expect.stringContaining(message),
    })
  })

  it('behavior: YAML is read as well, an address without quotes, tokens as a number', async () => {
    const { guardian, token, ...rest } = local
    const holders = token.holders.map(({ account }) => ({ account, tokens: 1_000_000 }))
    const text = JSON.stringify({ ...rest, token: { holders } }, null, 2).slice(0, -2)
    const config = await readText(`\ufeff${text},\n"guardian": ${guardian.toLowerCase()} }`)
    expect(config.guardian).toBe(guardian)
    expect(config.token.holders[0]?.tokens).toBe(parseEther('1000000'))
  })

  it('error: all faults at once, each with its line', async () => {
    const text = JSON.stringify({ ...local, guardian: '0x12', owner: 1 }, null, '\t')
    const lines = text.split('\n')
    const lineOf = (key: string) => lines.findIndex((line) => line.startsWith(`\t"${key}"`)) + 1
    const failure = await readText(text).catch((error) => error)
    expect(failure.message.split('\n')).toEqual([
      expect.stringContaining(`config.json:${lineOf('guardian')}: guardian: is no address`),
      expect.stringContaining(`config.json:${lineOf('owner')}: owner: is no setting`),
    ])
  })

  it('error: not JSON, and no file', async () => {
    await expect(readText('{')).rejects.toThrow('config.json:1: is neither YAML nor JSON here')
    await expect(readDeployConfig(`${file}.none`)).rejects.toThrow('cannot be read (ENOENT)')
  })
})
