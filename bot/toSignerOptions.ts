import type { SignerOptions } from '../keys/index.ts'
import type { KeyConfig } from './settings.ts'

/** A key as a configuration names it, for `readSigner`. */
export function toSignerOptions(key: KeyConfig): SignerOptions {
  if ('variable' in key) return { variable: key.variable }
  // Keys of other uses do not count here.
  const variable = ''
  return 'keystore' in key
    ? { keystore: key.keystore, variable }
    : { signer: key.signer, from: key.from, variable }
}
