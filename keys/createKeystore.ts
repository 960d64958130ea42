import { encryptKeystore } from '@ethersproject/json-wallets'
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { createSecretFile } from '../files/writeTextFile.ts'

/** About a second on a machine of today; what OWASP asks for. */
const SCRYPT_N = 131_072

/**
 * Writes a private key into a new keystore file (Web3 Secret Storage, version 3, scrypt), as geth and foundry read
 * one. Only its owner may read it; nothing is overwritten.
 *
 * @returns the address of the key.
 * @throws FileError if the file exists or cannot be written.
 */
export async function createKeystore(file: string, key: Hex, password: string): Promise<Address> {
  const { address } = privateKeyToAccount(key)
  const account = { address, privateKey: key, _isKeystoreAccount: true }
  // The bytes as they are: the library would normalise a text, and geth does not.
  const bytes = new TextEncoder().encode(password)
  const text = await encryptKeystore(account, bytes, { scrypt: { N: SCRYPT_N, r: 8, p: 1 } })
  await createSecretFile(file, `${text}\n`)
  return address
}
