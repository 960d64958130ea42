import type { ReactNode } from 'react'
import styles from './ui.module.css'

export type Tone = 'info' | 'good' | 'warn' | 'danger'

const words: Readonly<Record<Tone, string>> = {
  info: 'Note',
  good: 'Done',
  warn: 'Careful',
  danger: 'DANGER',
}

/**
 * A message beside what it is about; its tone is a word too, not a colour only.
 *
 * @param isAnnounced - Read aloud when it appears: for what came of something that the visitor did.
 */
export function Notice(props: {
  tone?: Tone
  title?: string
  isAnnounced?: boolean
  children?: ReactNode
}) {
  const { tone = 'info', title = words[tone], isAnnounced = false, children } = props
  return (
    <div className={styles.notice} data-tone={tone} role={isAnnounced ? 'status' : undefined}>
      <strong>{title}</strong>
      {children}
    </div>
  )
}

/** A state in a word. */
export function Badge({ tone, children }: { tone: Tone | 'plain'; children: ReactNode }) {
  return (
    <span className={styles.badge} data-tone={tone}>
      {children}
    </span>
  )
}
