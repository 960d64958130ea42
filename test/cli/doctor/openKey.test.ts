import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encryptKeystore } from '@ethersproject/json-wallets'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyConfig } from '../../../bot/settings.ts'
import { openKey } from '../../../cli/doctor/openKey.ts'

const key = generatePrivateKey()
const { address } = privateKeyToAccount(key)
const env = { KEY: key, BAD: 'hunter2', GIMBAL_KEYSTORE_PASSWORD: 'hunter2' }
let folder: string
let keystore: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-doctor-keys-'))
  keystore = join(folder, 'key.json')
  const plain = { address, privateKey: key, _isKeystoreAccount: true }
  const scrypt = { N: 1_024, r: 8, p: 1 }
  writeFileSync(keystore, await encryptKeystore(plain, 'hunter2', { scrypt }))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A signer that has one account; its URL holds a secret. */
async function startSigner(account: string) {
  const server = createServer(async (request, response) => {
    const { id } = JSON.parse((await request.toArray()).join(''))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id, result: [account] }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url: `http://127.0.0.1:${port}/hunter2`, origin: `http://127.0.0.1:${port}`, close }
}

describe('openKey', () => {
  test('default: the address of each kind of key, and never the key', async () => {
    const signer = await startSigner(address)
    try {
      const cases: [KeyConfig, string][] = [
        [{ variable: 'KEY' }, 'from KEY'],
        [{ keystore }, `from ${keystore}`],
        [{ signer: signer.url, from: address }, `at ${signer.origin}`],
      ]
      for (const [config, place] of cases) {
        const { check, account } = await openKey('submit.key', config, env)
        expect(check).toEqual({ name: 'submit.key', isOk: true, detail: `${address}, ${place}` })
        expect(account?.address).toBe(address)
      }
    } finally {
      signer.close()
    }
  })

  test('error: a signer without the account', async () => {
    const signer = await startSigner(`0x${'1'.repeat(40)}`)
    try {
      const { check } = await openKey('submit.key', { signer: signer.url, from: address }, env)
      expect(check.detail).toMatch(/has no account 0x.*; give one of its own/)
      expect(check.detail).not.toMatch(/hunter2/)
      expect(check.isOk).toBe(false)
    } finally {
      signer.close()
    }
  })

  test.each<[string, () => KeyConfig, NodeJS.ProcessEnv, RegExp]>([
    ['no variable', () => ({ variable: 'NONE' }), env, /variable NONE is not set; set it to 0x/],
    ['no key in it', () => ({ variable: 'BAD' }), env, /variable BAD holds no private key; put/],
    ['no keystore', () => ({ keystore: '/none.json' }), env, /none.json cannot be read \(ENOENT\)/],
    ['no password', () => ({ keystore }), {}, /password is missing; set one of/],
    [
      'another password',
      () => ({ keystore }),
      { GIMBAL_KEYSTORE_PASSWORD: 'hunter3' },
      /the password does not open the keystore/,
    ],
    [
      'no signer',
      () => ({ signer: 'http://127.0.0.1:9/hunter2', from: address }),
      env,
      /the signer at http:\/\/127.0.0.1:9 does not answer; start it/,
    ],
  ])('error: %s', async (_, config, variables, message) => {
    const { check, account } = await openKey('reporter.key', config(), variables)
    expect(check).toMatchObject({ name: 'reporter.key', isOk: false })
    expect(check.detail).toMatch(message)
    expect(check.detail).not.toMatch(/hunter/)
    expect(account).toBeUndefined()
  })
})
