import { createContext, type Dispatch, type SetStateAction, useContext } from 'react'
import type { CallRequest, Connected } from './connected.ts'
import type { Wallets } from './openWallets.ts'

/** What stands open over the page. */
export type Asked =
  | { kind: 'menu' }
  | {
      kind: 'call'
      /** Of the button that asks. */
      id: symbol
      request: CallRequest
      /** A wallet that was given up has sent it after all. */
      sentHash?: `0x${string}`
    }

export interface WalletContextValue {
  connected: Connected | undefined
  /** A wallet of before the reload is asked whether it still allows this page. */
  isTakingUp: boolean
  /** Wallets are looked for from the first call on. */
  loadWallets: () => Promise<Wallets>
  asked: Asked | undefined
  ask: Dispatch<SetStateAction<Asked | undefined>>
}

export const WalletContext = createContext<WalletContextValue | undefined>(undefined)

export function useWalletContext(): WalletContextValue {
  const value = useContext(WalletContext)
  if (value === undefined) throw new Error('a part of the page stands outside of its wallet')
  return value
}
