import type { KeyFlags, NetworkFlags } from './session.ts'

const PLAIN = /^[\w@%+=:,./-]+$/

/** A command line as one can copy it, with the network and the key that the one before was given. */
export function formatCommand(
  words: readonly string[],
  { network, config, dir, keystore, signer, from }: NetworkFlags & KeyFlags,
): string {
  const options = Object.entries({
    network: network === 'local' ? undefined : network,
    config,
    dir,
    keystore,
    signer,
    from,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  return ['gimbal', ...words, ...options].map(quote).join(' ')
}

const quote = (word: string) =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
