import { useCallback } from 'react'
import type { Address } from 'viem'
import type { MessageSigner } from '../../snapshot/index.ts'
import { useSession } from '../network/session.ts'
import { useWalletContext } from './walletContext.ts'

/** The visitor's wallet, as far as pages need it. */
export interface Wallet {
  /** Undefined: none is connected. */
  account: Address | undefined
  /** It is on another chain than the page. */
  isWrongChain: boolean
  /** How the wallet calls itself, a stranger's text; undefined: none is connected. */
  name: string | undefined
  /** What signs with the account. @throws if none is connected; the wallet's refusal. */
  getSigner: () => Promise<MessageSigner>
  /** Opens the menu: wallets to connect, or the account with its chain. */
  openMenu: () => void
}

/** The connected wallet, if there is one. */
export function useWallet(): Wallet {
  const { network } = useSession()
  const { connected, loadWallets, ask } = useWalletContext()
  return {
    account: connected?.account,
    isWrongChain: connected !== undefined && connected.chainId !== network.chainId,
    name: connected?.name,
    getSigner: useCallback(async () => (await loadWallets()).getSigner(), [loadWallets]),
    openMenu: useCallback(() => ask({ kind: 'menu' }), [ask]),
  }
}
