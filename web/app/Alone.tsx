import { type ReactNode, useEffect } from 'react'
import styles from './app.module.css'
import { Brand } from './Brand.tsx'

/** A page that stands alone: without a network there is nothing to go to. */
export function Alone({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Gimbal`
  }, [title])
  return (
    <>
      <header className={styles.head}>
        <div className={styles.bar}>
          <span className={styles.brand}>
            <Brand />
          </span>
        </div>
      </header>
      <main className={styles.main}>
        <div className={styles.alone}>
          <h1>{title}</h1>
          {children}
        </div>
      </main>
    </>
  )
}
