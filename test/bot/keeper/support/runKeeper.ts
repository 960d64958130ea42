/**
 * Run as a process: keeps the position vault at argv[4] by the node argv[2] with the journal argv[3] until an action is
 * settled or nothing is due, and prints each step.
 */
import type { Address } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { openSqliteJournal } from '../../../../bot/journal/openSqliteJournal.ts'
import { LOCAL_MNEMONIC } from '../../../../stack/local/accounts.ts'
import { KEEPER_INDEX } from './keeperIndex.ts'
import { openKeeper } from './openKeeper.ts'

const [, , url = '', file = '', address] = process.argv
const journal = openSqliteJournal(file)
const account = mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex: KEEPER_INDEX })
const kind = 'position' as const
const vault = { name: 'kept', address: address as Address, kind, limitWei: undefined }
const keeper = openKeeper({ url, account, vaults: [vault], journal })
for (;;) {
  const step = await keeper.step()
  process.stdout.write(`${step}\n`)
  if (step === 'settled' || step === 'idle') break
}
await journal.close()
