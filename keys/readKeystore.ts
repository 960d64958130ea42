import { readFile } from 'node:fs/promises'
import { decryptJsonWallet } from '@ethersproject/json-wallets'
import type { Hex } from 'viem'
import { KeyError } from './errors.ts'

const PASSWORD = 'GIMBAL_KEYSTORE_PASSWORD'
const PASSWORD_FILE = 'GIMBAL_KEYSTORE_PASSWORD_FILE'

/**
 * Decrypts a keystore file (Web3 Secret Storage, version 3). Its password stands in the environment variable
 * GIMBAL_KEYSTORE_PASSWORD, or in the file that GIMBAL_KEYSTORE_PASSWORD_FILE names. Takes a second or more, on purpose.
 *
 * @throws KeyError if a file is missing, is no keystore, or the password is wrong.
 */
export async function readKeystore(file: string, env: NodeJS.ProcessEnv): Promise<Hex> {
  const text = await read(file, 'the keystore')
  const password = await readPassword(env)
  try {
    return (await decryptJsonWallet(text, password)).privateKey as Hex
  } catch (cause) {
    // Of the cause only this: it may quote what was in the file.
    const isPassword = /password/.test((cause as Error).message)
    throw new KeyError(
      isPassword
        ? `the password does not open the keystore ${file}; correct ${PASSWORD} or ${PASSWORD_FILE}`
        : `${file} is no keystore of version 3; give one`,
    )
  }
}

async function readPassword(env: NodeJS.ProcessEnv): Promise<string> {
  const { [PASSWORD]: password, [PASSWORD_FILE]: file } = env
  if (password !== undefined && file === undefined) return password
  // The line's end is the editor's, not the password's.
  if (file !== undefined && password === undefined) {
    return (await read(file, 'the password file')).replace(/\r?\n$/, '')
  }
  throw new KeyError(
    `the keystore's password is ${password === undefined ? 'missing' : 'given twice'}; set one of the environment variables ${PASSWORD} and ${PASSWORD_FILE}`,
  )
}

async function read(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new KeyError(`${what} ${file} cannot be read (${code}); give an existing file`)
  }
}
