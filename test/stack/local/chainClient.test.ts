import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { numberToHex, parseAbi } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient, send } from '../../../stack/local/chainClient.ts'
import type { ChildPart } from '../../../stack/local/childPart.ts'
import { choosePort, LOCALHOST } from '../../../stack/local/choosePort.ts'
import { StackChainError } from '../../../stack/local/errors.ts'
import { startAnvil } from '../../../stack/local/startAnvil.ts'

/**
 * Refuses in a block what it takes in an estimate, as if the state had moved in between, while its first slot is set:
 * `require(tx.gasprice * sload(0) == 0)`. Estimates are made without a price.
 */
const code = '0x3a6000540215600e5760006000fd5b00'
/** Refuses at any time. */
const refusing = '0x60006000fd'
const address = '0x00000000000000000000000000000000000c0de0'
const call = { address, abi: parseAbi(['function go()']), functionName: 'go', args: [] } as const
const { trader } = localAccounts

let folder: string
let anvil: ChildPart
let client: ChainClient

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-send-'))
  const port = await choosePort('the chain', undefined)
  const logFile = join(folder, 'anvil.log')
  anvil = await startAnvil({ port, chainId: 31_337, logFile, dataDir: folder })
  client = createChainClient(`http://${LOCALHOST}:${port}`)
  await client.setCode({ address, bytecode: code })
  await client.setAutomine(false)
})

afterAll(async () => {
  await anvil?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const setRefusing = (isRefusing: boolean) => {
  const value = numberToHex(isRefusing ? 1 : 0, { size: 32 })
  return client.setStorageAt({ address, index: 0, value })
}

/** A block for the next transaction, which refuses it or does not. */
async function mineNext(isRefused: boolean) {
  await vi.waitFor(async () => expect((await client.getTxpoolStatus()).pending).toBe(1), {
    timeout: 60_000,
    interval: 10,
  })
  await setRefusing(isRefused)
  await client.mine({ blocks: 1 })
}

describe('send', () => {
  test('default: the gas has a margin, as others may change what a call costs', async () => {
    const estimate = await client.estimateContractGas({ ...call, account: trader })
    const sending = send(client, trader, call)
    await mineNext(false)
    const { transactionHash } = await sending
    const { gas } = await client.getTransaction({ hash: transactionHash })
    expect(gas).toBe((estimate * 3n) / 2n)
  })

  test('behavior: reverted only because the state has moved meanwhile, it is sent again', async () => {
    const before = await client.getTransactionCount({ address: trader.address })
    const sending = send(client, trader, call)
    for (const isRefused of [true, true, false]) await mineNext(isRefused)
    expect(await sending).toMatchObject({ status: 'success' })
    expect(await client.getTransactionCount({ address: trader.address })).toBe(before + 3)
  })

  test('error: reverted every time', async () => {
    const sending = send(client, trader, call).catch((error) => error)
    for (let attempt = 0; attempt < 4; attempt++) await mineNext(true)
    const error = await sending
    expect(error).toBeInstanceOf(StackChainError)
    expect(error.message).toMatch(/^go was reverted \(transaction 0x/)
  })

  test('error: refused by the contract as it stands: nothing is sent', async () => {
    await client.setCode({ address, bytecode: refusing })
    await expect(send(client, trader, call)).rejects.toThrow(/reverted/)
    expect((await client.getTxpoolStatus()).pending).toBe(0)
  })
})
