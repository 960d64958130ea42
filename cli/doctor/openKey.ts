import { createClient, type LocalAccount } from 'viem'
import type { StartCheck } from '../../bot/checkStart.ts'
import { describeFailure } from '../../bot/describeFailure.ts'
import type { KeyConfig } from '../../bot/settings.ts'
import { toSignerOptions } from '../../bot/toSignerOptions.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { RemoteSignerError, readSigner } from '../../keys/index.ts'
import { mend, pass } from './check.ts'

/** Signers may ask a person to sign, and wait for a minute; which accounts they have they say at once. */
const TIMEOUT_MS = 5_000

export interface OpenedKey {
  check: StartCheck
  /** None: it cannot be opened. */
  account?: LocalAccount
}

/** Opens a key as a replica would, and returns its address; never the key. */
export async function openKey(
  name: string,
  key: KeyConfig,
  env: NodeJS.ProcessEnv,
): Promise<OpenedKey> {
  if ('variable' in key && !env[key.variable]) {
    const advice = 'set it to 0x and 64 hex digits'
    return { check: mend(name, `the environment variable ${key.variable} is not set; ${advice}`) }
  }
  try {
    if ('signer' in key) await requireAnswer(key.signer)
    const account = await readSigner(toSignerOptions(key), env)
    return { account, check: pass(name, `${account.address}, ${describePlace(key)}`) }
  } catch (error) {
    return { check: mend(name, describeFailure(error)) }
  }
}

async function requireAnswer(url: string): Promise<void> {
  const { origin } = new URL(url)
  const client = createClient({
    transport: nodeTransport(url, { retryCount: 0, timeout: TIMEOUT_MS }),
  })
  await client.request({ method: 'eth_accounts' } as never).catch((cause) => {
    throw new RemoteSignerError(`the signer at ${origin} does not answer; start it`, { cause })
  })
}

function describePlace(key: KeyConfig): string {
  if ('variable' in key) return `from ${key.variable}`
  return 'keystore' in key ? `from ${key.keystore}` : `at ${new URL(key.signer).origin}`
}
