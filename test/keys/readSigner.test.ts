import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encryptKeystore } from '@ethersproject/json-wallets'
import {
  type Hex,
  hexToBigInt,
  parseTransaction,
  recoverMessageAddress,
  recoverTransactionAddress,
  recoverTypedDataAddress,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KeyError, RemoteSignerError, readSigner } from '../../keys/index.ts'

const key = generatePrivateKey()
const account = privateKeyToAccount(key)
const ballot = {
  domain: {
    name: 'Gimbal Governor',
    version: '1',
    chainId: 31_337,
    verifyingContract: account.address,
  },
  types: { Ballot: [{ name: 'proposalId', type: 'uint256' }] },
  primaryType: 'Ballot',
  message: { proposalId: 2n ** 200n },
} as const

let dir: string
let keystore: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'gimbal-keys-'))
  keystore = join(dir, 'key.json')
  const plain = { address: account.address, privateKey: key, _isKeystoreAccount: true }
  const scrypt = { N: 1_024, r: 8, p: 1 }
  writeFileSync(keystore, await encryptKeystore(plain, 'a secret', { scrypt }))
  writeFileSync(join(dir, 'password'), 'a secret\n')
  writeFileSync(join(dir, 'garbage.json'), '{"crypto": 1}')
})

afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** A signer on the loopback address that holds the key. */
async function startSigner(refuses: string[] = []) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString())
    response.setHeader('content-type', 'application/json')
    const answer = refuses.includes(method)
      ? { error: { code: -32_000, message: 'denied by the owner' } }
      : { result: await answerFor(method, params) }
    response.end(JSON.stringify({ jsonrpc: '2.0', id, ...answer }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() }
}

async function answerFor(method: string, params: readonly unknown[]): Promise<unknown> {
  if (method === 'eth_accounts') return [account.address.toLowerCase()]
  if (method === 'personal_sign') return account.signMessage({ message: { raw: params[0] as Hex } })
  if (method === 'eth_signTypedData_v4') {
    const typedData = JSON.parse(params[1] as string)
    const { EIP712Domain: _, ...types } = typedData.types
    return account.signTypedData({ ...typedData, types })
  }
  const { from: _, ...fields } = params[0] as Record<string, Hex>
  const { chainId, nonce, gas, value, maxFeePerGas, maxPriorityFeePerGas, to, data } = fields
  const number = (hex: Hex | undefined) => hexToBigInt(hex ?? '0x0')
  const raw = await account.signTransaction({
    type: 'eip1559',
    to: to as Hex,
    data: data as Hex,
    chainId: Number(number(chainId)),
    nonce: Number(number(nonce)),
    gas: number(gas),
    value: number(value),
    maxFeePerGas: number(maxFeePerGas),
    maxPriorityFeePerGas: number(maxPriorityFeePerGas),
  })
  return { raw }
}

describe('readSigner', () => {
  test('default: from a variable, and from a keystore with its password in either place', async () => {
    const signers = [
      await readSigner({}, { GIMBAL_KEY: key }),
      await readSigner({ variable: 'OTHER' }, { OTHER: key }),
      await readSigner({ keystore }, { GIMBAL_KEYSTORE_PASSWORD: 'a secret' }),
      await readSigner({ keystore }, { GIMBAL_KEYSTORE_PASSWORD_FILE: join(dir, 'password') }),
    ]
    for (const signer of signers) expect(signer.address).toBe(account.address)
  })

  test('default: a remote signer signs ballots, transactions and messages', async () => {
    const remote = await startSigner()
    try {
      const signer = await readSigner({ signer: remote.url, from: account.address }, {})
      const signature = await signer.signTypedData(ballot)
      expect(await recoverTypedDataAddress({ ...ballot, signature })).toBe(account.address)
      const raw = await signer.signTransaction({
        type: 'eip1559',
        chainId: 31_337,
        nonce: 7,
        gas: 21_000n,
        value: 5n,
        to: account.address,
        maxFeePerGas: 9n,
        maxPriorityFeePerGas: 1n,
      })
      expect(parseTransaction(raw)).toMatchObject({ nonce: 7, value: 5n, chainId: 31_337 })
      const sender = await recoverTransactionAddress({ serializedTransaction: raw as never })
      expect(sender).toBe(account.address)
      const message = 'who am I'
      const signed = await signer.signMessage({ message })
      expect(await recoverMessageAddress({ message, signature: signed })).toBe(account.address)
    } finally {
      remote.close()
    }
  })

  test('error: a signer that has another account, refuses, or is not there', async () => {
    const remote = await startSigner(['eth_signTypedData_v4'])
    try {
      const other = privateKeyToAccount(generatePrivateKey()).address
      await expect(readSigner({ signer: remote.url, from: other }, {})).rejects.toThrow(
        /has no account 0x.*, only 0x/,
      )
      const signer = await readSigner({ signer: remote.url, from: account.address }, {})
      await expect(signer.signTypedData(ballot)).rejects.toThrow(/denied by the owner/)
    } finally {
      remote.close()
    }
    const gone = readSigner({ signer: remote.url, from: account.address }, {})
    await expect(gone).rejects.toThrow(RemoteSignerError)
  })

  const opened = { GIMBAL_KEYSTORE_PASSWORD: 'a secret' }
  test.each([
    ['none', {}, {}, /no key is given; give one of --keystore/],
    ['an empty variable', {}, { GIMBAL_KEY: '' }, /no key is given/],
    ['two', { keystore: 'x' }, { GIMBAL_KEY: key }, /more than one key is given/],
    ['no key in the variable', {}, { GIMBAL_KEY: key.slice(0, 60) }, /holds no private key/],
    ['a key that is none', {}, { GIMBAL_KEY: `0x${'f'.repeat(64)}` }, /holds no private key/],
    ['--from alone', { from: account.address }, { GIMBAL_KEY: key }, /--from belongs to --signer/],
    ['--signer alone', { signer: 'http://127.0.0.1:9' }, {}, /--signer needs --from/],
    ['no file', { keystore: 'none.json' }, opened, /none.json cannot be read \(ENOENT\)/],
    ['no password', { keystore: 'KEYSTORE' }, {}, /password is missing/],
    [
      'two passwords',
      { keystore: 'KEYSTORE' },
      { ...opened, GIMBAL_KEYSTORE_PASSWORD_FILE: 'x' },
      /password is given twice/,
    ],
    [
      'a wrong password',
      { keystore: 'KEYSTORE' },
      { GIMBAL_KEYSTORE_PASSWORD: 'b' },
      /does not open/,
    ],
    ['no keystore', { keystore: 'GARBAGE' }, opened, /is no keystore of version 3/],
  ])('error: %s', async (_, options, env, message) => {
    const files: Record<string, string> = { KEYSTORE: keystore, GARBAGE: join(dir, 'garbage.json') }
    const named = options as { keystore?: string }
    const given =
      named.keystore === undefined ? named : { keystore: files[named.keystore] ?? named.keystore }
    const error = await readSigner({ ...options, ...given }, env as NodeJS.ProcessEnv).catch(
      (of) => of,
    )
    expect(error).toBeInstanceOf(KeyError)
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain(key.slice(2, 20))
  })
})
