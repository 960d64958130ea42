import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createKeystore,
  KeyError,
  parsePrivateKey,
  readKeystoreAddress,
  readSigner,
} from '../../keys/index.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gimbal-keystore-'))
})

afterAll(() => rm(folder, { recursive: true }))

// The two test vectors of the Web3 Secret Storage Definition; geth writes the same form.
const SPEC_KEY = '7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const SPEC_ADDRESS = '0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b'
const vectors = {
  pbkdf2: {
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
      ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
      kdf: 'pbkdf2',
      kdfparams: {
        c: 262_144,
        dklen: 32,
        prf: 'hmac-sha256',
        salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
      },
      mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
    },
    id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
    version: 3,
  },
  scrypt: {
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
      ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
      kdf: 'scrypt',
      kdfparams: {
        dklen: 32,
        n: 262_144,
        p: 8,
        r: 1,
        salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
      },
      mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
    },
    id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
    version: 3,
  },
}

describe('readKeystore', () => {
  test.each(Object.entries(vectors))(
    "default: the specification's own keystore, %s, opens",
    async (kdf, content) => {
      const keystore = join(folder, `${kdf}.json`)
      await writeFile(keystore, JSON.stringify(content))
      const signer = await readSigner({ keystore }, { GIMBAL_KEYSTORE_PASSWORD: 'testpassword' })
      expect(signer.address).toBe(SPEC_ADDRESS)
      expect(privateKeyToAddress(`0x${SPEC_KEY}`)).toBe(SPEC_ADDRESS)
      expect(await readKeystoreAddress(keystore)).toBeUndefined()
    },
  )

  test('behavior: mark, line ends and what an editor leaves behind a password make no difference', async () => {
    const keystore = join(folder, 'windows.json')
    const text = JSON.stringify(vectors.pbkdf2, null, 2).replaceAll('\n', '\r\n')
    await writeFile(keystore, `\ufeff${text}`)
    await writeFile(join(folder, 'password'), '\ufefftestpassword\r\n')
    for (const env of [
      { GIMBAL_KEYSTORE_PASSWORD: 'testpassword\n' },
      { GIMBAL_KEYSTORE_PASSWORD_FILE: `${join(folder, 'password')}\n` },
    ]) {
      expect((await readSigner({ keystore }, env)).address).toBe(SPEC_ADDRESS)
    }
  })
})

describe('createKeystore', () => {
  test.each(['a password', ' \ufb01nd the \u212b '])(
    'default: what it makes opens, is version 3 with scrypt, and only its owner may read it (%s)',
    async (password) => {
      const key = generatePrivateKey()
      const keystore = join(folder, `made-${password.length}.json`)
      const address = await createKeystore(keystore, key, password)
      expect(address).toBe(privateKeyToAddress(key))
      const signer = await readSigner({ keystore }, { GIMBAL_KEYSTORE_PASSWORD: password })
      expect(signer.address).toBe(address)
      expect(await readKeystoreAddress(keystore)).toBe(address)
      const text = await readFile(keystore, 'utf8')
      expect(JSON.parse(text)).toMatchObject({
        version: 3,
        crypto: { cipher: 'aes-128-ctr', kdf: 'scrypt', kdfparams: { n: 131_072, r: 8, p: 1 } },
      })
      expect(text).not.toContain(key.slice(2))
      expect((await stat(keystore)).mode & 0o777).toBe(0o600)
    },
  )

  test('error: a file that is there stays', async () => {
    const keystore = join(folder, 'old.json')
    await writeFile(keystore, 'old')
    await expect(createKeystore(keystore, generatePrivateKey(), 'x')).rejects.toThrow(
      'exists already',
    )
    expect(await readFile(keystore, 'utf8')).toBe('old')
    await expect(readKeystoreAddress(keystore)).rejects.toThrow(KeyError)
  })
})

describe('parsePrivateKey', () => {
  test('default: with or without 0x, and blanks around it', () => {
    for (const text of [SPEC_KEY, `0x${SPEC_KEY}`, ` 0X${SPEC_KEY.toUpperCase()}\r\n`]) {
      expect(parsePrivateKey(text), text).toBe(`0x${SPEC_KEY}`)
    }
  })

  test('error: invalid texts', () => {
    const none = ['', '0x', SPEC_KEY.slice(1), `${SPEC_KEY}0`, '0'.repeat(64), 'f'.repeat(64)]
    for (const text of none) expect(parsePrivateKey(text), text).toBeUndefined()
  })
})
