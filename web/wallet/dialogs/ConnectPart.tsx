import { useEffect, useState } from 'react'
import { Notice } from '../../ui/Notice.tsx'
import { Loading } from '../../ui/ReadingView.tsx'
import { Stranger } from '../../ui/texts.tsx'
import type { AnnouncedWallet, Wallets } from '../openWallets.ts'
import { useTask } from '../useTask.ts'
import { useWalletContext } from '../walletContext.ts'
import styles from './dialogs.module.css'
import { FailureNotice } from './FailureNotice.tsx'
import { Waiting } from './Waiting.tsx'

/** The wallets of this browser to choose from. */
export function ConnectPart() {
  const { wallets, list, failure } = useWalletList()
  const [name, setName] = useState('')
  const { state, start, giveUp } = useTask<void>()
  if (failure !== undefined) {
    return (
      <Notice tone="warn" title="What talks to wallets cannot be loaded" isAnnounced>
        <p>Load the page again.</p>
      </Notice>
    )
  }
  if (wallets === undefined) return <Loading what="the wallets of this browser" />
  if (state.phase === 'waiting') {
    const what = 'It asks you whether this page may see your account.'
    return <Waiting name={name} what={what} onGiveUp={giveUp} />
  }
  if (list.length === 0) return <NoWallet />
  return (
    <>
      {state.phase === 'failed' && <FailureNotice error={state.error} what="connected" />}
      <p>
        The page sees your account and its chain. Whatever is signed or sent, the wallet asks you
        first.
      </p>
      <ul className={styles.wallets}>
        {list.map(({ id, name: own, icon }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.wallet}
              onClick={() => {
                setName(own)
                start(() => wallets.connect(id))
              }}
            >
              {icon === undefined ? (
                <span className={styles.noIcon} aria-hidden="true" />
              ) : (
                <img src={icon} alt="" />
              )}
              <Stranger text={own} isInline />
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function useWalletList() {
  const { loadWallets } = useWalletContext()
  const [wallets, setWallets] = useState<Wallets>()
  const [list, setList] = useState<readonly AnnouncedWallet[]>([])
  const [failure, setFailure] = useState<unknown>()
  useEffect(() => {
    let stop = () => {}
    let isGone = false
    loadWallets().then((loaded) => {
      if (isGone) return
      setWallets(loaded)
      setList(loaded.list())
      stop = loaded.watchList(() => setList(loaded.list()))
    }, setFailure)
    return () => {
      isGone = true
      stop()
    }
  }, [loadWallets])
  return { wallets, list, failure }
}

function NoWallet() {
  return (
    <Notice title="This browser has no wallet that announces itself">
      <p>
        A wallet is a browser extension or an app with a browser of its own, which keeps your key
        and signs with it. Install one from its maker's own site, such as Rabby, MetaMask or Frame,
        and load this page again;{' '}
        <a href="https://ethereum.org/wallets/find-wallet/" target="_blank" rel="noreferrer">
          ethereum.org lists them
        </a>
        .
      </p>
      <p>
        Without a wallet you can read everything here, and vote on the command line:{' '}
        <code>gimbal vote</code>.
      </p>
    </Notice>
  )
}
