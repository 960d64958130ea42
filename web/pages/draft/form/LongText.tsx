import { useState } from 'react'
import type { Issue } from '../../../../governance/errors.ts'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'
import { useLater } from '../useLater.ts'

/** A text in words: the title in one line, or a summary or a reason in several. */
export function LongText(props: {
  place: string
  label: string
  help: string
  value: string
  rows: number
  issue: Issue | undefined
  onChange: (value: string) => void
}) {
  const { place, label, help, value, rows, issue, onChange } = props
  const [wasLeft, setLeft] = useState(false)
  const id = idOf(place)
  const told = useLater(issue !== undefined && (wasLeft || value !== '') ? issue : undefined)
  const shared = {
    id,
    value,
    onBlur: () => setLeft(true),
    'aria-invalid': told !== undefined,
    'aria-describedby': `${id}-help${told === undefined ? '' : ` ${id}-error`}`,
  }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {rows === 1 ? (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          className={styles.long}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <textarea
          {...shared}
          rows={rows}
          className={styles.long}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
      <div id={`${id}-help`} className={styles.help}>
        {help}
      </div>
      {told !== undefined && (
        <div id={`${id}-error`} className={styles.error}>
          Allowed is {told.allowed}
        </div>
      )}
    </div>
  )
}
