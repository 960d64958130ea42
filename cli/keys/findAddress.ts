import type { Address } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { decryptKeystore, readKeystoreAddress, readKeystoreText } from '../../keys/index.ts'
import { findPassword } from './findPassword.ts'

/** The address of a keystore; its password is asked for only if the file does not contain it. @throws KeyError, UsageError */
export async function findAddress(file: string): Promise<Address> {
  const told = await readKeystoreAddress(file)
  if (told !== undefined) return told
  const password = await findPassword('open')
  return privateKeyToAddress(await decryptKeystore(file, await readKeystoreText(file), password))
}
