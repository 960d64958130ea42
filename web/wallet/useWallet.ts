import type { Address } from 'viem'
import { useConnection } from 'wagmi'
import type { MessageSigner } from '../../snapshot/index.ts'
import { useSession } from '../network/session.ts'

/** The visitor's wallet, as far as pages need it. */
export interface Wallet {
  /** Undefined: none is connected. */
  account: Address | undefined
  /** It is on another chain than the page. */
  isWrongChain: boolean
  /** What signs with the account. @throws if none is connected; the wallet's refusal. */
  getSigner: () => Promise<MessageSigner>
}

/** The connected wallet, if there is one. */
export function useWallet(): Wallet {
  const { network } = useSession()
  const { address, chainId } = useConnection()
  return {
    account: address,
    isWrongChain: address !== undefined && chainId !== network.chainId,
    getSigner: () => Promise.reject(new Error('no wallet is connected')),
  }
}
