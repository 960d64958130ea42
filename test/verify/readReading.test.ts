import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Address, createPublicClient, type Hex, http, zeroAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReadingRequest } from '../../observation/index.ts'
import { type ChainClient, createChainClient } from '../../stack/local/chainClient.ts'
import { choosePort } from '../../stack/local/choosePort.ts'
import { startAnvil } from '../../stack/local/startAnvil.ts'
import { VerifySourceError } from '../../verify/errors.ts'
import { readReading } from '../../verify/readReading.ts'
import { answerProducts, answerWords, silences } from './support/figureCode.ts'

const portfolio: Address = '0x00000000000000000000000000000000000000f1'
const gasPriceOracle: Address = '0x00000000000000000000000000000000000000f2'

let anvil: Awaited<ReturnType<typeof startAnvil>>
let client: ChainClient
let url: string
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-reading-'))
  const port = await choosePort('the chain', undefined)
  const files = { logFile: join(folder, 'anvil.log'), dataDir: join(folder, 'data') }
  anvil = await startAnvil({ port, chainId: 31_337, genesisAt: 1_700_000_000n, ...files })
  url = `http://127.0.0.1:${port}`
  client = createChainClient(url)
})

afterAll(async () => {
  await anvil?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Gives the two contracts their code in a new block, and returns its number. */
async function deploy(code: { portfolio?: Hex; oracle?: Hex }) {
  const { portfolio: told = answerWords([7n, 8n, 9n]), oracle = '0x' } = code
  await client.setCode({ address: portfolio, bytecode: told })
  await client.setCode({ address: gasPriceOracle, bytecode: oracle })
  await client.mine({ blocks: 1 })
  const { number } = await client.getBlock()
  // What is set later belongs to the state of the last block: this one keeps what it has.
  await client.mine({ blocks: 1 })
  return number
}

const read = (blockNumber: bigint, change: Partial<ReadingRequest> = {}) =>
  readReading(createPublicClient({ transport: http(url, { retryCount: 0 }), cacheTime: 0 }), {
    blockNumber,
    portfolio,
    gasPriceOracle: zeroAddress,
    txBytes: 100n,
    gasUnits: 5n,
    ...change,
  })

describe('readReading', () => {
  test('default: three figures of the portfolio; no fee without an oracle', async () => {
    expect(await read(await deploy({}))).toEqual({
      navUsd6: 7n,
      curvaturePips: 8n,
      horizonSec: 9n,
      dataFeeWei: 0n,
    })
  })

  test('default: the data fee is the bound for the bytes plus the operator fee for the gas', async () => {
    const both = answerProducts({ getL1FeeUpperBound: 3, getOperatorFee: 11 })
    const blockNumber = await deploy({ oracle: both })
    expect(await read(blockNumber, { gasPriceOracle })).toMatchObject({ dataFeeWei: 355n })
    const fjord = await deploy({ oracle: answerProducts({ getL1FeeUpperBound: 3 }) })
    expect(await read(fjord, { gasPriceOracle })).toMatchObject({ dataFeeWei: 300n })
  })

  test('behavior: the state is that of the block, not the latest', async () => {
    const before = await deploy({ portfolio: answerWords([1n, 0n, 0n]) })
    const after = await deploy({ portfolio: answerWords([2n, 0n, 0n]) })
    expect((await read(after))?.navUsd6).toBe(2n)
    expect((await read(before))?.navUsd6).toBe(1n)
  })

  test('behavior: a word that does not fit its type is read as it is', async () => {
    const blockNumber = await deploy({
      portfolio: answerWords([2n ** 200n, 2n ** 64n + 5n, 2n ** 255n]),
    })
    expect(await read(blockNumber)).toMatchObject({
      navUsd6: 2n ** 200n,
      curvaturePips: 2n ** 64n + 5n,
      horizonSec: 2n ** 255n,
    })
  })

  test.each(Object.entries(silences))(
    'behavior: a portfolio %s gives no reading',
    async (_, code) => {
      expect(await read(await deploy({ portfolio: code }))).toBeUndefined()
    },
  )

  test.each(Object.entries(silences).slice(0, 5))(
    'behavior: a fee oracle %s gives no reading',
    async (_, code) => {
      expect(await read(await deploy({ oracle: code }), { gasPriceOracle })).toBeUndefined()
    },
  )

  test('error: a node that does not answer, or does not have the block', async () => {
    const blockNumber = await deploy({})
    await expect(read(blockNumber + 10n)).rejects.toThrow(VerifySourceError)
    const request = { blockNumber, portfolio, gasPriceOracle, txBytes: 0n, gasUnits: 0n }
    const nobody = createPublicClient({ transport: http('http://127.0.0.1:1', { retryCount: 0 }) })
    const reading = readReading(nobody, request)
    await expect(reading).rejects.toThrow(VerifySourceError)
    await expect(reading).rejects.toThrow('the node at 127.0.0.1:1')
  })
})
