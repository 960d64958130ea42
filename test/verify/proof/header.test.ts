import { createPublicClient, http } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computeHeaderHash, keepHeader } from '../../../verify/proof/header.ts'
import { type PoolChain, startPoolChain } from '../../market/support/startPoolChain.ts'

let chain: PoolChain

beforeAll(async () => {
  chain = await startPoolChain(1_652_339_400n)
})

afterAll(() => chain?.stop())

async function readBlock() {
  return createPublicClient({ transport: http(chain.url) }).getBlock()
}

describe('computeHeaderHash', () => {
  test("default: a real node's header gives its hash", async () => {
    const block = await readBlock()
    expect(computeHeaderHash(block)).toBe(block.hash)
    expect(keepHeader(block as never).isHashed).toBe(true)
  })

  test('P-147 a header whose base fee stands in the place of a later field is not taken for hashed', async () => {
    const { baseFeePerGas, ...block } = await readBlock()
    const bytes = (baseFeePerGas as bigint).toString(16)
    const shifted = {
      ...block,
      baseFeePerGas: null,
      withdrawalsRoot: `0x${bytes.padStart(bytes.length + (bytes.length % 2), '0')}`,
    }
    expect(() => computeHeaderHash(shifted)).toThrow('a root that is not of 32 bytes')
    expect(keepHeader(shifted as never).isHashed).toBe(false)
    const gap = { ...block, baseFeePerGas: null, blobGasUsed: baseFeePerGas, withdrawalsRoot: null }
    expect(() => computeHeaderHash(gap)).toThrow('lacks one before it')
  })

  test('P-147 a number that is longer than its field is refused', async () => {
    const block = await readBlock()
    expect(() => computeHeaderHash({ ...block, gasUsed: 2n ** 64n })).toThrow('more than 8 bytes')
  })
})
