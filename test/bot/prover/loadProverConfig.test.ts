import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { loadConfig } from '../../../bot/loadConfig.ts'
import { loadProverConfig } from '../../../bot/prover/loadProverConfig.ts'
import { readMode } from '../../../bot/readMode.ts'
import packageJson from '../../../package.json' with { type: 'json' }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-prover-config-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const complete = {
  version: packageJson.version,
  mode: 'prover',
  chain: { id: 1, endpoints: [{ variable: 'RPC' }] },
  riskParameters: '0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9',
  markets: ['weth-usd'],
  decide: { heartbeat: '10 min' },
  submit: {
    key: { keystore: 'key.json' },
    budget: '50 gwei',
    dailyBudget: '1 ether',
    lowBalance: '0.1 ether',
  },
  journal: { file: 'prover.sqlite' },
  http: { port: 0 },
}

async function write(content: object): Promise<string> {
  const file = join(folder, 'prover.yaml')
  await writeFile(file, stringify(content))
  return file
}

describe('loadProverConfig', () => {
  test('default: files are looked for beside the configuration, variables are read, and the rest is filled in', async () => {
    const file = await write(complete)
    const { config, chainUrls, journal } = await loadProverConfig(file, {
      RPC: 'https://node.example',
    })
    expect(chainUrls).toEqual(['https://node.example'])
    expect(journal).toEqual({ file: join(folder, 'prover.sqlite') })
    expect(config).toMatchObject({
      turns: { provers: [], takeover: 24n },
      hints: { margin: 24n },
      decide: { deadBand: 20_000n, heartbeat: 600n },
      submit: { key: { keystore: join(folder, 'key.json') } },
    })
  })

  test('error: what belongs to a replica is not taken', async () => {
    const file = await write(Object.assign({}, complete, { peers: [] }))
    await expect(loadProverConfig(file, { RPC: 'https://node.example' })).rejects.toThrow(/peers/)
  })

  test('error: a margin that leaves no time in a segment is refused', async () => {
    const file = await write(Object.assign({}, complete, { hints: { margin: '90 s' } }))
    const loading = loadProverConfig(file, { RPC: 'https://node.example' })
    await expect(loading).rejects.toThrow(/give 60 s or less: hints are good for 120 s/)
  })
})

describe('readMode', () => {
  test('default: a file says which bot it is of; one that does not is of a replica', async () => {
    expect(await readMode(await write(complete), {})).toBe('prover')
    expect(await readMode(await write({ version: packageJson.version }), {})).toBe('replica')
  })

  test('error: another mode is named with its line', async () => {
    const file = await write(Object.assign({}, complete, { mode: 'keeper' }))
    await expect(readMode(file, { RPC: 'https://node.example' })).rejects.toThrow(
      /prover.yaml:2: mode/,
    )
  })

  test("error: a prover's file is no replica's", async () => {
    const file = await write(complete)
    await expect(loadConfig(file, { RPC: 'https://node.example' })).rejects.toThrow(/mode/)
  })
})
