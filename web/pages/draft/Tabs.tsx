import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import styles from './draft.module.css'

export interface Tab {
  key: string
  title: string
  /** A word beside the title. */
  mark?: ReactNode
  content: ReactNode
  /** Once it was shown, what is in it goes on while another is shown. */
  isKept?: boolean
}

/** Views of one thing, of which one is shown (ARIA's pattern: arrows, Home and End move among them). */
export function Tabs(props: {
  label: string
  tabs: readonly Tab[]
  chosen: string
  onChoose: (key: string) => void
}) {
  const { label, tabs, chosen, onChoose } = props
  const id = useId()
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set())
  if (!shown.has(chosen)) setShown(new Set([...shown, chosen]))
  const list = useRef<HTMLDivElement>(null)
  const at = Math.max(
    0,
    tabs.findIndex(({ key }) => key === chosen),
  )
  const move = (event: KeyboardEvent) => {
    const last = tabs.length - 1
    const places: Readonly<Record<string, number>> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }
    const place = places[event.key]
    const next = place === undefined ? undefined : tabs[place]
    if (next === undefined || place === undefined) return
    event.preventDefault()
    onChoose(next.key)
    list.current?.querySelectorAll('button')[place]?.focus()
  }
  return (
    <div className={styles.tabs}>
      <div role="tablist" aria-label={label} className={styles.tabList} ref={list}>
        {tabs.map(({ key, title, mark }, index) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            aria-selected={index === at}
            aria-controls={`${id}-${key}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => onChoose(key)}
            onKeyDown={move}
          >
            {title}
            {mark}
          </button>
        ))}
      </div>
      {tabs.map(({ key, content, isKept = false }, index) => (
        <div
          key={key}
          role="tabpanel"
          id={`${id}-${key}-panel`}
          aria-labelledby={`${id}-${key}`}
          hidden={index !== at}
          className={styles.tabPanel}
        >
          {(index === at || (isKept && shown.has(key))) && content}
        </div>
      ))}
    </div>
  )
}
