import type { Address } from 'viem'
import { Link } from 'wouter'
import { Copy } from '../../ui/texts.tsx'
import styles from './account.module.css'

/** The way to another account's page. */
export function AccountLink({ account }: { account: Address }) {
  return (
    <span className={styles.link}>
      <Link href={`/account/${account}`} title={account}>
        {account.slice(0, 8)}…{account.slice(-6)}
      </Link>
      <Copy text={account} what={`the address ${account.slice(0, 8)}`} />
    </span>
  )
}
