import { Link } from 'wouter'
import { describeChain, findChainName } from '../../client/network/chains.ts'
import { useSession } from '../network/session.ts'
import { WalletButton } from '../wallet/WalletButton.tsx'
import styles from './app.module.css'
import { Brand } from './Brand.tsx'
import { HeadText } from './HeadText.tsx'
import { Navigation } from './Navigation.tsx'
import { ThemeButton } from './ThemeButton.tsx'

/** The head of every page: brand, network, its latest block, theme, wallet, navigation. */
export function Head() {
  const { network, chosen } = useSession()
  const { name, chainId } = network
  const chain = describeChain(chainId)
  const isOwnName = findChainName(chainId) === name
  return (
    <header className={styles.head}>
      <div className={styles.bar}>
        <Link href="/" className={styles.brand}>
          <Brand />
        </Link>
        <div className={styles.place}>
          <span className={styles.network}>
            {isOwnName ? chain : `${name}, ${chain}`}
            {chosen.names.length > 1 && (
              <Link href="/settings" className={styles.change}>
                Change<span className="visually-hidden"> the network</span>
              </Link>
            )}
          </span>
          <HeadText />
        </div>
        <div className={styles.tools}>
          <ThemeButton />
          <WalletButton />
        </div>
      </div>
      <Navigation />
    </header>
  )
}
