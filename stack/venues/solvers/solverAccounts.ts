import { mnemonicToAccount } from 'viem/accounts'
import { LOCAL_MNEMONIC } from '../../local/accounts.ts'

const account = (addressIndex: number) => mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex })

/** Who fills orders on a local chain. Beyond the ten accounts that anvil gives ether to. */
export const solverAccounts = [account(22), account(23)] as const
