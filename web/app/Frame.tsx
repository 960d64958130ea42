import { Suspense } from 'react'
import { Link, Route, Switch, useLocation } from 'wouter'
import { useNetworkCheck } from '../network/useNetworkCheck.ts'
import { Page } from '../ui/Page.tsx'
import { Loading } from '../ui/ReadingView.tsx'
import styles from './app.module.css'
import { Banners } from './Banners.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Head } from './Head.tsx'
import { routes } from './routes.ts'
import { WrongNetwork, WrongNetworkNotice } from './WrongNetwork.tsx'

/** What stands around every page: head and navigation, what is wrong with everything, the foot. */
export function Frame() {
  const [location] = useLocation()
  const fault = useNetworkCheck()
  return (
    <>
      <button type="button" className={styles.skip} onClick={skipToMain}>
        Skip to the content
      </button>
      <Head />
      <main className={styles.main} id="main" tabIndex={-1}>
        <Banners />
        {fault !== undefined && location === '/settings' && <WrongNetworkNotice fault={fault} />}
        {fault !== undefined && location !== '/settings' ? (
          <WrongNetwork fault={fault} />
        ) : (
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
        )}
      </main>
      <footer className={styles.foot}>
        <p>
          Every value on these pages is read from the chain or the index that you chose, and
          recomputed in this browser where it says so.
        </p>
        <Link href="/settings">Whom this page asks</Link>
      </footer>
    </>
  )
}

/** A link would change the address behind the `#`, which is the page's. */
function skipToMain(): void {
  document.getElementById('main')?.focus()
}
