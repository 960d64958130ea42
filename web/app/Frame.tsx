import { Suspense, useCallback, useState } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { describeChain } from '../../client/network/chains.ts'
import { useFollowHead } from '../data/useHead.ts'
import { useSession } from '../network/session.ts'
import { Notice } from '../ui/Notice.tsx'
import { Page } from '../ui/Page.tsx'
import { Loading } from '../ui/ReadingView.tsx'
import { WalletButton } from '../wallet/WalletButton.tsx'
import styles from './app.module.css'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { HeadText } from './HeadText.tsx'
import { routes } from './routes.ts'

/** What stands around every page: brand, network, its latest block, navigation, wallet. */
export function Frame() {
  const { network } = useSession()
  const [location] = useLocation()
  const [reorgFrom, setReorgFrom] = useState<bigint>()
  useFollowHead(useCallback((from: bigint) => setReorgFrom(from), []))
  return (
    <>
      <button type="button" className={styles.skip} onClick={skipToMain}>
        Skip to the content
      </button>
      <header className={styles.head}>
        <Link href="/" className={styles.brand}>
          Gimbal
        </Link>
        <div className={styles.place}>
          <span>
            {network.name}, {describeChain(network.chainId)}
          </span>
          <HeadText />
        </div>
        <WalletButton />
        <nav className={styles.nav} aria-label="Pages">
          {routes.map(({ path, title }) =>
            title === undefined ? null : (
              <Link
                key={path}
                href={path.replace(/\/:.*$/, '')}
                aria-current={isCurrent(path, location) ? 'page' : undefined}
              >
                {title}
              </Link>
            ),
          )}
        </nav>
      </header>
      <main className={styles.main} id="main" tabIndex={-1}>
        {reorgFrom !== undefined && (
          <Notice tone="warn" title="The chain took another way" isAnnounced>
            <p>
              Block {String(reorgFrom)} is no longer part of the chain. Everything on this page was
              read anew.
            </p>
          </Notice>
        )}
        <ErrorBoundary key={location}>
          <Suspense fallback={<Loading what="the page" />}>
            <Switch>
              {routes.map(({ path, Component }) => (
                <Route key={path} path={path}>
                  <Component />
                </Route>
              ))}
              <Route>
                <Page title="There is no such page">
                  <p>
                    <Link href="/">All markets</Link>
                  </p>
                </Page>
              </Route>
            </Switch>
          </Suspense>
        </ErrorBoundary>
      </main>
      <footer className={styles.foot}>
        Every value on these pages is read from the chain or the index that you chose, and
        recomputed in this browser where it says so.{' '}
        <Link href="/settings">Whom this page asks</Link>
      </footer>
    </>
  )
}

function isCurrent(path: string, location: string): boolean {
  if (path === '/') return location === '/' || location.startsWith('/markets')
  const base = path.replace(/\/:.*$/, '')
  return location === base || location.startsWith(`${base}/`)
}

/** A link would change the address behind the `#`, which is the page's. */
function skipToMain(): void {
  document.getElementById('main')?.focus()
}
