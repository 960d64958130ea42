import { useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { formatEther } from '../../../client/formatEther.ts'
import { describeChain } from '../../../client/network/chains.ts'
import { useReading } from '../../data/useReading.ts'
import { useSession } from '../../network/session.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/DataTable.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { Short, Stranger } from '../../ui/texts.tsx'
import type { Connected } from '../connected.ts'
import { useWalletContext } from '../walletContext.ts'
import { ChainPart } from './ChainPart.tsx'
import { ConnectPart } from './ConnectPart.tsx'
import styles from './dialogs.module.css'

/** Wallets to connect; or the account that is, its chain, and the way out. */
export function WalletMenu() {
  const { network } = useSession()
  const { connected, ask } = useWalletContext()
  const close = () => ask(undefined)
  const wasConnected = useRef(connected !== undefined)
  const isReady = connected?.chainId === network.chainId
  useEffect(() => {
    // Who came to connect is done.
    if (isReady && !wasConnected.current) ask(undefined)
  }, [isReady, ask])
  if (connected === undefined) {
    return (
      <Dialog title="Connect a wallet" onClose={close}>
        <ConnectPart />
      </Dialog>
    )
  }
  return (
    <Dialog title="Your wallet" onClose={close}>
      <AccountPart connected={connected} onClose={close} />
    </Dialog>
  )
}

function AccountPart({ connected, onClose }: { connected: Connected; onClose: () => void }) {
  const { network } = useSession()
  const { loadWallets } = useWalletContext()
  const { account, chainId, name } = connected
  const balance = useReading({
    key: ['balance', account],
    isLive: true,
    read: ({ client }) => client.getBalance({ address: account }),
  })
  const isReady = chainId === network.chainId
  const etherWei = balance.isPlaceholderData ? undefined : balance.data
  return (
    <>
      <Facts
        facts={[
          ['Account', <Short key="account" hex={account} what="the account" />],
          ['Wallet', <Stranger key="wallet" text={name} isInline />],
          ['Chain', describeChain(chainId)],
          ['Ether', etherWei === undefined ? '…' : formatEther(etherWei, 'down')],
        ]}
      />
      {!isReady && <ChainPart connected={connected} />}
      <div className={styles.actions}>
        <Link href="/account" onClick={onClose}>
          Votes and delegation of this account
        </Link>
        <Button onClick={() => void loadWallets().then((wallets) => wallets.disconnect())}>
          Disconnect
        </Button>
      </div>
    </>
  )
}
