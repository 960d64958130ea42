import { Button } from '../ui/Button.tsx'
import { Badge } from '../ui/Notice.tsx'
import { useWallet } from './useWallet.ts'
import styles from './wallet.module.css'
import { useWalletContext } from './walletContext.ts'

/** The wallet in the page's head: connect, or whose account it is. */
export function WalletButton() {
  const { connected, isTakingUp } = useWalletContext()
  const { isWrongChain, openMenu } = useWallet()
  if (connected === undefined) {
    return (
      <Button onClick={openMenu} aria-haspopup="dialog">
        {isTakingUp ? 'Connecting …' : 'Connect a wallet'}
      </Button>
    )
  }
  const { account, icon } = connected
  return (
    <Button onClick={openMenu} aria-haspopup="dialog" title={account}>
      {icon !== undefined && <img className={styles.icon} src={icon} alt="" />}
      <span className={styles.account}>
        <span className="visually-hidden">Wallet </span>
        {account.slice(0, 6)}…{account.slice(-4)}
      </span>
      {isWrongChain && <Badge tone="warn">other chain</Badge>}
    </Button>
  )
}
