import { mnemonicToAccount } from 'viem/accounts'

/** The words that every local development chain starts from. The keys are public. */
export const LOCAL_MNEMONIC = 'test test test test test test test test test test test junk'

const account = (addressIndex: number) => mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex })

/**
 * The roles of the accounts on a local chain. All of them are among the ten accounts that anvil holds ether and keys
 * for; worth nothing anywhere else.
 */
export const localAccounts = {
  /** Deploys, and keeps no role. */
  deployer: account(0),
  /** Hold all tokens of the governance, 60 % and 40 %. */
  voters: [account(1), account(2)],
  guardian: account(3),
  /** Sign reports; two of the three have to. */
  reporters: [account(4), account(5), account(6)],
  /** Owns the pool's liquidity, and trades. */
  trader: account(7),
  /** Fills blocks up to the recorded share of gas. */
  filler: account(8),
  /** Sends reports and rebalances, and pays for it. */
  operator: account(9),
} as const
