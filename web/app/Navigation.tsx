import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import styles from './app.module.css'
import { routes } from './routes.ts'

/** All pages by name. Where they are wider than the screen, the one that is open is scrolled into sight. */
export function Navigation() {
  const [location] = useLocation()
  const nav = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the location that moves the mark
  useEffect(() => {
    const list = nav.current
    const current = list?.querySelector<HTMLElement>('[aria-current]')
    if (!list || !current) return
    list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2
  }, [location])
  return (
    <nav className={styles.nav} aria-label="Pages" ref={nav}>
      {routes.map(({ path, title }) =>
        title === undefined ? null : (
          <Link
            key={path}
            href={baseOf(path)}
            aria-current={isCurrent(path, location) ? 'page' : undefined}
          >
            {title}
          </Link>
        ),
      )}
    </nav>
  )
}

function isCurrent(path: string, location: string): boolean {
  if (path === '/') return location === '/' || location.startsWith('/markets')
  const base = baseOf(path)
  return location === base || location.startsWith(`${base}/`)
}

const baseOf = (path: string) => path.replace(/\/:.*$/, '')
