import {
  createPublicClient,
  createWalletClient,
  custom,
  type Hex,
  http,
  type PublicClient,
  parseEther,
  parseGwei,
} from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connect } from '../../../client/connect.ts'
import { LOCAL_MNEMONIC } from '../../../stack/local/accounts.ts'
import { followTransaction } from '../../../web/wallet/followTransaction.ts'
import { type Chain, startChain } from '../../cli/support/startChain.ts'

const account = mnemonicToAccount(LOCAL_MNEMONIC)
const other = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: 1 })

let chain: Chain
let client: PublicClient
/** Told when the node has shown a transaction. */
let onSeen = () => {}

beforeAll(async () => {
  chain = await startChain(31_337)
  const node = await connect(chain.url, 31_337)
  const request = async (asked: { method: string; params?: unknown }) => {
    const result = await node.request(asked as never)
    if (asked.method === 'eth_getTransactionByHash' && result !== null) onSeen()
    return result
  }
  client = createPublicClient({ transport: custom({ request }), cacheTime: 0 })
}, 60_000)

afterAll(() => chain?.close())

/** Sends without a block for it. */
async function send(options: {
  nonce?: number
  gwei: string
  to?: Hex
  data?: Hex
  wei?: bigint
}): Promise<Hex> {
  const { nonce, gwei, to = other.address, data, wei = 1n } = options
  return createWalletClient({ account, transport: http(chain.url) }).sendTransaction({
    chain: null,
    to,
    value: wei,
    gas: 100_000n,
    maxFeePerGas: parseGwei(gwei),
    maxPriorityFeePerGas: parseGwei(gwei) / 10n,
    ...(data !== undefined && { data }),
    ...(nonce !== undefined && { nonce }),
  })
}

describe('followTransaction', { timeout: 30_000 }, () => {
  test('default: what was sent is done in its block', async () => {
    const hash = await send({ gwei: '10', wei: parseEther('1') })
    const fate = await followTransaction(client, hash, AbortSignal.timeout(20_000))
    expect(fate).toEqual({ kind: 'done', hash, blockNumber: expect.any(BigInt) })
  })

  test('behavior: paid better it is done, sent to oneself it is cancelled, another one replaces it', async () => {
    await chain.client.setAutomine(false)
    const replace = async (by: { wei: bigint; to: Hex }) => {
      const nonce = await client.getTransactionCount({ address: account.address })
      const hash = await send({ nonce, gwei: '10' })
      const seen = Promise.withResolvers<void>()
      onSeen = seen.resolve
      const following = followTransaction(client, hash, AbortSignal.timeout(20_000))
      await seen.promise
      const second = await send({ nonce, gwei: '30', wei: by.wei, to: by.to })
      await chain.client.mine({ blocks: 1 })
      return { fate: await following, second }
    }
    const repriced = await replace({ wei: 1n, to: other.address })
    expect(repriced.fate).toMatchObject({ kind: 'done', hash: repriced.second })
    const cancelled = await replace({ wei: 0n, to: account.address })
    expect(cancelled.fate).toMatchObject({ kind: 'cancelled', hash: cancelled.second })
    const replaced = await replace({ wei: 7n, to: other.address })
    expect(replaced.fate).toMatchObject({ kind: 'replaced', hash: replaced.second })
    await chain.client.setAutomine(true)
  })

  test('behavior: what the contract refuses in its block is reverted', async () => {
    // Code that refuses everything.
    const to = `0x${'de'.repeat(20)}` as Hex
    await chain.client.setCode({ address: to, bytecode: '0x5f5ffd' })
    await chain.client.setAutomine(false)
    const hash = await send({ gwei: '30', to, wei: 0n })
    await chain.client.mine({ blocks: 1 })
    await chain.client.setAutomine(true)
    const fate = await followTransaction(client, hash, AbortSignal.timeout(20_000))
    expect(fate.kind).toBe('reverted')
  })
})
