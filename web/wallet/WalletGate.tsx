import type { ReactNode } from 'react'
import { describeChain } from '../../client/network/chains.ts'
import { useSession } from '../network/session.ts'
import { Button } from '../ui/Button.tsx'
import { useWallet } from './useWallet.ts'
import styles from './wallet.module.css'

/**
 * Shows what needs a wallet; where there is none, or it is on another chain, the button for it.
 *
 * @param why - What the wallet is for, in a sentence.
 * @param isAnyChain - For what is signed without a chain.
 */
export function WalletGate(props: { why: ReactNode; isAnyChain?: boolean; children: ReactNode }) {
  const { why, isAnyChain = false, children } = props
  const { network } = useSession()
  const { account, isWrongChain, openMenu } = useWallet()
  if (account !== undefined && (!isWrongChain || isAnyChain)) return children
  return (
    <div className={styles.gate}>
      <p>
        {account === undefined
          ? why
          : `Your wallet is on another chain than this page, which is about ${describeChain(network.chainId)}.`}
      </p>
      <Button look="primary" onClick={openMenu} aria-haspopup="dialog">
        {account === undefined ? 'Connect a wallet' : 'Change the chain'}
      </Button>
    </div>
  )
}
