import { type Hex, parseGwei, type RpcBlock, toHex } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { computeHeaderHash } from '../../../verify/proof/header.ts'
import { computeReceiptsRoot, listLogs, type RpcReceipt } from '../../../verify/proof/receipts.ts'
import { checkTransactions } from '../../../verify/proof/transactions.ts'
import {
  computeListRoot,
  EMPTY_ROOT,
  readProven,
  TrieProofError,
} from '../../../verify/proof/trie.ts'
import { type Chain, startChain } from '../../cli/support/startChain.ts'

/** Lists whose tries have other shapes: a leaf, branches, paths of one and of two bytes. */
const counts = [0, 1, 2, 3, 15, 16, 17, 18, 127, 128, 129, 130, 260]

let chain: Chain
let from: Hex

beforeAll(async () => {
  chain = await startChain(31_337)
  from = (await chain.client.request({ method: 'eth_accounts' } as never))[0] as Hex
  await chain.client.setAutomine(false)
}, 60_000)

afterAll(() => chain?.close())

/** A block with so many transactions of each kind in turn. */
async function mine(count: number): Promise<RpcBlock<'latest', true>> {
  const prices = [
    { gasPrice: toHex(parseGwei('20')) },
    { gasPrice: toHex(parseGwei('20')), accessList: [] },
    { maxFeePerGas: toHex(parseGwei('20')), maxPriorityFeePerGas: '0x1' },
  ]
  for (let at = 0; at < count; at += 1) {
    const transaction = {
      from,
      to: toHex(at + 1, { size: 20 }),
      value: toHex(at),
      gas: toHex(30_000),
      ...prices[at % prices.length],
    }
    await chain.client.request({ method: 'eth_sendTransaction', params: [transaction] } as never)
  }
  await chain.client.mine({ blocks: 1 })
  return chain.client.request({ method: 'eth_getBlockByNumber', params: ['latest', true] } as never)
}

describe('tries', { timeout: 120_000 }, () => {
  test('default: a block has the hash of its fields, and the roots of its transactions and receipts', async () => {
    for (const count of counts) {
      const block = await mine(count)
      expect(block.transactions).toHaveLength(count)
      const checked = checkTransactions(block.transactions, block.transactionsRoot)
      expect(checked).toEqual({
        isProven: true,
        hashes: block.transactions.map(({ hash }) => hash),
      })
      const receipts: RpcReceipt[] = await Promise.all(
        block.transactions.map(({ hash }) =>
          chain.client.request({ method: 'eth_getTransactionReceipt', params: [hash] } as never),
        ),
      )
      expect(computeReceiptsRoot(receipts)).toBe(block.receiptsRoot)
      expect(
        computeHeaderHash(await chain.client.getBlock({ blockNumber: BigInt(block.number ?? 0) })),
      ).toBe(block.hash)
      expect(listLogs(receipts, { addresses: [from] })).toEqual([])
    }
  })

  test('behavior: what is otherwise has another root', async () => {
    const { transactions, transactionsRoot } = await mine(20)
    const [first, ...others] = transactions
    if (first === undefined) throw new Error('there is no transaction')
    const isProven = (list: typeof transactions) =>
      checkTransactions(list, transactionsRoot).isProven
    expect(isProven(transactions)).toBe(true)
    expect(isProven(others)).toBe(false)
    expect(isProven([...others, first])).toBe(false)
    expect(isProven([{ ...first, value: '0x99' }, ...others])).toBe(false)
    const unknown = [{ ...first, type: '0x7e' } as never, ...others]
    expect(checkTransactions(unknown, transactionsRoot)).toEqual({
      isProven: false,
      unknownType: '0x7e',
    })
    expect(computeListRoot([])).toBe(EMPTY_ROOT)
  })

  test('error: nodes that lead nowhere, and a key that they prove absent', () => {
    expect(readProven(EMPTY_ROOT, from, [])).toBeUndefined()
    expect(() => readProven(`0x${'12'.repeat(32)}`, from, [])).toThrow(TrieProofError)
    expect(() => readProven(`0x${'12'.repeat(32)}`, from, ['0xc0'])).toThrow(/do not lead from/)
  })
})
