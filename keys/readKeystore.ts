import { decryptJsonWallet } from '@ethersproject/json-wallets'
import { type Address, getAddress, type Hex } from 'viem'
import { z } from 'zod'
import { FileError } from '../files/errors.ts'
import { readTextFile } from '../files/readTextFile.ts'
import { describeUnreadable } from './describeUnreadable.ts'
import { KeyError } from './errors.ts'
import { trimPassword } from './readVariable.ts'

const PASSWORD = 'GIMBAL_KEYSTORE_PASSWORD'
const PASSWORD_FILE = 'GIMBAL_KEYSTORE_PASSWORD_FILE'
/** The variables that hold a keystore's password, for messages. */
export const passwordVariables = `${PASSWORD} and ${PASSWORD_FILE}`

const keystoreSchema = z.looseObject({
  version: z.union([z.literal(3), z.literal('3')]),
  // Other programs leave it out.
  address: z
    .string()
    .regex(/^(?:0x)?[0-9a-f]{40}$/i)
    .optional(),
})

/**
 * Decrypts a keystore file (Web3 Secret Storage, version 3). Its password stands in the environment variable
 * GIMBAL_KEYSTORE_PASSWORD, or in the file that GIMBAL_KEYSTORE_PASSWORD_FILE names. Takes a second or more, on purpose.
 *
 * @throws KeyError if a file is missing, is no keystore, or the password is missing or wrong.
 */
export async function readKeystore(file: string, env: NodeJS.ProcessEnv): Promise<Hex> {
  const text = await readKeystoreText(file)
  const password = await readPassword(env)
  if (password === undefined) {
    throw new KeyError(
      `the keystore's password is missing; set one of the environment variables ${passwordVariables}`,
    )
  }
  return decryptKeystore(file, text, password)
}

/**
 * The address in a keystore file; undefined if the file has none.
 *
 * @throws KeyError if it cannot be read, or is no keystore.
 */
export async function readKeystoreAddress(file: string): Promise<Address | undefined> {
  const { address } = parseKeystore(file, await readKeystoreText(file))
  return address === undefined ? undefined : getAddress(`0x${address.slice(-40).toLowerCase()}`)
}

/**
 * The password that the environment holds or names; undefined if it does neither.
 *
 * @throws KeyError if it does both, or the file cannot be read.
 */
export async function readPassword(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { [PASSWORD]: password, [PASSWORD_FILE]: file } = env
  if (password !== undefined && file !== undefined) {
    throw new KeyError(
      `the keystore's password is given twice; set one of the environment variables ${passwordVariables}`,
    )
  }
  if (file !== undefined) return trimPassword(await read(file.trim(), 'the password file'))
  return password === undefined ? undefined : trimPassword(password)
}

/** @throws KeyError */
export async function decryptKeystore(file: string, text: string, password: string): Promise<Hex> {
  parseKeystore(file, text)
  // Others take a password's bytes as they are; some normalise them first.
  const forms = [...new Set([password, password.normalize('NFKC')])]
  let isPassword = false
  for (const form of forms) {
    try {
      const bytes = new TextEncoder().encode(form)
      return (await decryptJsonWallet(text, bytes)).privateKey as Hex
    } catch (cause) {
      // Of the cause only this: it may quote what was in the file.
      isPassword ||= /password/.test((cause as Error).message)
    }
  }
  if (!isPassword) throw createFormError(file)
  throw new KeyError(
    `the password does not open the keystore ${file}; correct ${PASSWORD} or ${PASSWORD_FILE}`,
  )
}

function parseKeystore(file: string, text: string): z.infer<typeof keystoreSchema> {
  try {
    return keystoreSchema.parse(JSON.parse(text))
  } catch {
    throw createFormError(file)
  }
}

function createFormError(file: string): KeyError {
  return new KeyError(`${file} is no keystore of version 3; give one`)
}

/** @throws KeyError */
export function readKeystoreText(file: string): Promise<string> {
  return read(file, 'the keystore')
}

async function read(file: string, what: string): Promise<string> {
  try {
    return await readTextFile(file)
  } catch (error) {
    if (!(error instanceof FileError)) throw error
    const reason = describeUnreadable(error)
    // Not the error itself: it may show what was in the file.
    throw new KeyError(
      reason.startsWith('is')
        ? `${what} ${file} ${reason}; give another`
        : `${what} ${file} ${reason}; give an existing file`,
    )
  }
}
