import type { PublicClient } from 'viem'
import { describe, expect, test } from 'vitest'
import { createHeaderMemory } from '../../verify/headerMemory.ts'
import { computeHeaderHash } from '../../verify/proof/header.ts'

const ZERO = `0x${'00'.repeat(32)}` as const

/** A chain of headers whose hashes are those of their fields; another `salt` makes another one from a block on. */
function createBlocks(count: number, salt = 0n, from = 0) {
  const blocks: { number: bigint; hash: `0x${string}`; gasUsed: bigint }[] = []
  for (let at = 0; at < count; at += 1) {
    const fields = {
      parentHash: blocks.at(-1)?.hash ?? ZERO,
      sha3Uncles: ZERO,
      miner: `0x${'00'.repeat(20)}`,
      stateRoot: ZERO,
      transactionsRoot: ZERO,
      receiptsRoot: ZERO,
      logsBloom: `0x${'00'.repeat(256)}`,
      difficulty: 0n,
      number: BigInt(at),
      gasLimit: 30_000_000n,
      gasUsed: at >= from ? salt : 0n,
      timestamp: BigInt(1_000 + 12 * at),
      extraData: '0x',
      mixHash: ZERO,
      nonce: '0x0000000000000000',
      baseFeePerGas: 7n,
    }
    blocks.push(Object.assign(fields, { hash: computeHeaderHash(fields) }))
  }
  return blocks
}

/** A node that has some blocks, and the numbers that it is asked for. */
function createNode(blocks: ReturnType<typeof createBlocks>) {
  const asked: number[] = []
  const client = {
    getBlock: async ({ blockNumber }: { blockNumber: bigint }) => {
      asked.push(Number(blockNumber))
      return blocks[Number(blockNumber)]
    },
  } as unknown as PublicClient
  return { client, asked }
}

describe('createHeaderMemory', () => {
  test('default: what was read is not read again, but for the last block', async () => {
    const memory = createHeaderMemory()
    const { client, asked } = createNode(createBlocks(10))
    expect(await memory.read(client, 2n, 5n)).toHaveLength(4)
    expect(asked.splice(0)).toEqual([2, 3, 4, 5])
    const all = await memory.read(client, 2n, 8n)
    expect(all.map(({ number }) => Number(number))).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(all.every(({ isHashed }) => isHashed)).toBe(true)
    expect(asked.splice(0)).toEqual([5, 6, 7, 8])
    expect(await memory.read(client, 2n, 3n)).toHaveLength(2)
    expect(asked).toEqual([8])
  })

  test('behavior: a chain that took another way is read anew', async () => {
    const memory = createHeaderMemory()
    await memory.read(createNode(createBlocks(8)).client, 0n, 7n)
    const other = createBlocks(8, 9n, 5)
    const { client, asked } = createNode(other)
    const headers = await memory.read(client, 0n, 7n)
    expect(headers.map(({ hash }) => hash)).toEqual(other.map(({ hash }) => hash))
    expect(asked).toEqual([7, 0, 1, 2, 3, 4, 5, 6, 7])
  })

  test('behavior: a header whose fields do not give its hash is marked, and not remembered', async () => {
    const memory = createHeaderMemory()
    const honest = createBlocks(6)
    const lying = honest.map((block, at) => (at === 3 ? { ...block, gasUsed: 1n } : block))
    const told = await memory.read(createNode(lying).client, 0n, 5n)
    expect(told.map(({ isHashed }) => isHashed)).toEqual([true, true, true, false, true, true])
    const { client, asked } = createNode(honest)
    const headers = await memory.read(client, 0n, 5n)
    expect(headers.every(({ isHashed }) => isHashed)).toBe(true)
    expect(asked).toEqual([2, 3, 4, 5])
  })
})
