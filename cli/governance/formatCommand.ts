import { quoteArgument } from '../../core/quoteArgument.ts'
import type { NetworkFlags } from '../network/readNetwork.ts'
import type { KeyFlags } from './session.ts'

/** A command line as one can copy it, with the network and the key that the one before was given. */
export function formatCommand(
  words: readonly string[],
  { network, config, dir, rpc, keystore, signer, from }: NetworkFlags & KeyFlags,
): string {
  const options = Object.entries({
    network: network === 'local' ? undefined : network,
    config,
    dir,
    rpc,
    keystore,
    signer,
    from,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]))
  return ['gimbal', ...words, ...options].map(quoteArgument).join(' ')
}
