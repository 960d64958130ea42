import { type InputHTMLAttributes, type ReactNode, useId } from 'react'
import styles from './ui.module.css'

/** An input with label, help and what is wrong with it, tied together for screen readers. */
export function TextField(
  props: InputHTMLAttributes<HTMLInputElement> & {
    label: string
    help?: ReactNode
    error?: string | undefined
  },
) {
  const { label, help, error, ...rest } = props
  const id = useId()
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-help ${id}-error`}
      />
      <div id={`${id}-help`} className={styles.fieldHelp}>
        {help}
      </div>
      <div id={`${id}-error`} className={styles.fieldError} role="status">
        {error}
      </div>
    </div>
  )
}
