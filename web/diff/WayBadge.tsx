import styles from './diff.module.css'
import type { Way } from './words.ts'

const signs: Readonly<Record<Exclude<Way, 'none'>, string>> = { looser: '◄►', tighter: '►◄' }

/** Which way a figure goes: by word, sign and colour. */
export function WayBadge({ way }: { way: Way }) {
  if (way === 'none') return null
  return (
    <span className={styles.way} data-way={way}>
      <span aria-hidden="true">{signs[way]} </span>
      {way}
    </span>
  )
}
