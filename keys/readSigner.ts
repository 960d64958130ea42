import { type Address, type Hex, isAddress, type LocalAccount } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { createRemoteSigner } from './createRemoteSigner.ts'
import { KeyError } from './errors.ts'
import { parsePrivateKey } from './parsePrivateKey.ts'
import { readKeystore } from './readKeystore.ts'
import { readVariable } from './readVariable.ts'

const DEFAULT_VARIABLE = 'GIMBAL_KEY'

export interface SignerOptions {
  /** A keystore file. */
  keystore?: string | undefined
  /** The URL of a remote signer, with the account that it is to sign for. */
  signer?: string | undefined
  from?: string | undefined
  /** The name of the environment variable that holds a private key; GIMBAL_KEY without it. */
  variable?: string | undefined
}

/**
 * The account that signs: from a keystore file, an environment variable, or a remote signer; of one of them only.
 * A key is never an argument, and no message holds one.
 *
 * @throws KeyError if there is none, more than one, or it cannot be read; VariableError.
 * @throws RemoteSignerError if the remote signer does not answer, or does not have the account.
 */
export async function readSigner(
  options: SignerOptions,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LocalAccount> {
  const { keystore, signer, from, variable = DEFAULT_VARIABLE } = options
  const key = readVariable(env, variable)
  const given = [keystore, signer, key].filter((way) => way !== undefined)
  if (given.length !== 1) {
    const what = given.length === 0 ? 'no key is given' : 'more than one key is given'
    throw new KeyError(
      `${what}; give one of --keystore FILE, --signer URL with --from ADDRESS, or the environment variable ${variable}`,
    )
  }
  if (signer !== undefined) return createRemoteSigner(signer, readFrom(from))
  if (from !== undefined) throw new KeyError('--from belongs to --signer; remove it')
  const privateKey = keystore === undefined ? key : await readKeystore(keystore, env)
  return privateKeyToAccount(checkKey(privateKey, keystore ?? `environment variable ${variable}`))
}

function readFrom(text: string | undefined): Address {
  if (text !== undefined && isAddress(text)) return text
  throw new KeyError('--signer needs --from with the address of the account, with its checksum')
}

function checkKey(text: string | undefined, where: string): Hex {
  const key = parsePrivateKey(text ?? '')
  if (key !== undefined) return key
  throw new KeyError(`the ${where} holds no private key; put 0x and 64 hex digits there`)
}
