import snapshot from '@snapshot-labs/snapshot.js'
import { type Address, getAddress } from 'viem'
import { refuseUnless } from './refusal.ts'
import type { Sequencer } from './sequencer.ts'
import type { ValidMessage } from './validateEnvelope.ts'

/**
 * Checks the naming of an alias and returns what keeps it. Source: snapshot-sequencer, src/writer/alias.ts.
 *
 * @throws Refusal
 */
export function checkAliasMessage({ id, message }: ValidMessage, { store }: Sequencer) {
  const payload = { alias: message.alias }
  const isFormatted = snapshot.utils.validateSchema(snapshot.schemas.alias, payload) === true
  refuseUnless(isFormatted, 'wrong alias format')
  const alias = payload.alias as Address
  const row = { id, address: getAddress(message.from), alias, created: message.timestamp }
  return (ipfs: string) => {
    store.aliases.set(id, { ...row, ipfs })
  }
}
