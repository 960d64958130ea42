import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { describeError } from '../data/useReading.ts'
import type { Session } from '../network/session.ts'
import { browserStorage } from '../network/storage.ts'
import { Notice } from '../ui/Notice.tsx'
import { type Connected, readRemembered } from './connected.ts'
import type { WalletDialogs as Dialogs } from './dialogs/WalletDialogs.tsx'
import type { Wallets } from './openWallets.ts'
import { type Asked, WalletContext } from './walletContext.ts'

/** How long a wallet of before the reload is waited for in silence, milliseconds. */
const TAKE_UP_MS = 3_000

/**
 * The visitor's wallet. What talks to wallets is loaded when the visitor asks for one, or had one connected before the page
 * was loaded again; no wallet is asked anything before.
 */
export function WalletProvider({ session, children }: { session: Session; children: ReactNode }) {
  const { network } = session
  const [connected, setConnected] = useState<Connected>()
  const [isTakingUp, setTakingUp] = useState(() => readRemembered(browserStorage) !== undefined)
  const [asked, setAsked] = useState<Asked>()
  const [WalletDialogs, setDialogs] = useState<{ Part: typeof Dialogs }>()
  const [failure, setFailure] = useState<unknown>()
  const loading = useRef<Promise<Wallets>>(undefined)

  const loadWallets = useCallback(() => {
    loading.current ??= import('./openWallets.ts').then(
      ({ openWallets }) => openWallets(network, setConnected),
      (error) => {
        // The next click tries it again.
        loading.current = undefined
        throw error
      },
    )
    return loading.current
  }, [network])

  useEffect(() => {
    const id = readRemembered(browserStorage)
    if (id === undefined) return
    const end = () => setTakingUp(false)
    loadWallets()
      .then((wallets) => wallets.takeUp(id))
      .then(end, end)
    // A wallet that was uninstalled never announces itself.
    const timer = setTimeout(end, TAKE_UP_MS)
    return () => clearTimeout(timer)
  }, [loadWallets])

  useEffect(() => {
    if (asked === undefined || WalletDialogs !== undefined) return
    import('./dialogs/WalletDialogs.tsx').then(
      ({ WalletDialogs: Part }) => setDialogs({ Part }),
      (error) => {
        setAsked(undefined)
        setFailure(error)
      },
    )
  }, [asked, WalletDialogs])

  const value = useMemo(
    () => ({ connected, isTakingUp, loadWallets, asked, ask: setAsked }),
    [connected, isTakingUp, loadWallets, asked],
  )
  return (
    <WalletContext value={value}>
      {failure !== undefined && (
        <Notice tone="warn" title="What talks to wallets cannot be loaded" isAnnounced>
          <p>{describeError(failure)}</p>
          <p>Load the page again.</p>
        </Notice>
      )}
      {children}
      {asked !== undefined && WalletDialogs !== undefined && <WalletDialogs.Part asked={asked} />}
    </WalletContext>
  )
}
