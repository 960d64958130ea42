import type { Hex } from 'viem'
import { DeployKeyError } from '../../deploy/contracts/errors.ts'
import { parsePrivateKey, readVariable } from '../../keys/index.ts'
import { readKeystore } from '../../keys/readKeystore.ts'

const KEY_VARIABLE = 'GIMBAL_DEPLOYER_KEY'

/**
 * The deployer's private key: from a keystore file, or from the environment variable GIMBAL_DEPLOYER_KEY.
 *
 * @returns undefined if none is given, and none is needed.
 * @throws DeployKeyError if a needed key is missing, two are given, or the key is invalid; KeyError for the keystore.
 */
export async function readDeployerKey(
  keystore: string | undefined,
  isNeeded: boolean,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Hex | undefined> {
  const text = readVariable(env, KEY_VARIABLE)
  if (keystore !== undefined) {
    if (text === undefined) return readKeystore(keystore, env)
    throw new DeployKeyError(
      `--keystore and the environment variable ${KEY_VARIABLE} are both given; give one of them`,
    )
  }
  if (text === undefined) {
    if (!isNeeded) return undefined
    throw new DeployKeyError(
      `no key is given: --keystore is missing, and the environment variable ${KEY_VARIABLE} is not set; ` +
        "give the deployer's keystore, or put its private key there",
    )
  }
  const key = parsePrivateKey(text)
  if (key !== undefined) return key
  throw new DeployKeyError(
    `the environment variable ${KEY_VARIABLE} holds no private key; put 0x and 64 hex digits there`,
  )
}
