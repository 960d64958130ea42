import { type ReactNode, useEffect, useRef } from 'react'
import styles from './ui.module.css'

/** The first page comes with the site itself, whose beginning has the focus then. */
let isFirst = true

/** A page of the console: its heading takes the focus when the page opens, so that a screen reader begins there. */
export function Page(props: {
  title: string
  lead?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  const { title, lead, actions, children } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · Gimbal`
  }, [title])
  useEffect(() => {
    if (isFirst) {
      isFirst = false
      return
    }
    heading.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [])
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <div>
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions !== undefined && <div className={styles.row}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a page under a heading of its own. */
export function Panel(props: {
  title: string
  actions?: ReactNode
  id?: string
  children: ReactNode
}) {
  const { title, actions, id, children } = props
  return (
    <section className={styles.panel} aria-label={title} id={id}>
      <div className={styles.panelHead}>
        <h2>{title}</h2>
        {actions !== undefined && <div className={styles.row}>{actions}</div>}
      </div>
      {children}
    </section>
  )
}
