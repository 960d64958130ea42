import type { ButtonHTMLAttributes } from 'react'
import styles from './ui.module.css'

/** A button; `type` is `button` unless it says otherwise. */
export function Button(
  props: ButtonHTMLAttributes<HTMLButtonElement> & {
    look?: 'plain' | 'primary' | 'danger' | 'quiet'
    isSmall?: boolean
  },
) {
  const { look = 'plain', isSmall = false, className, type = 'button', ...rest } = props
  const names = [
    styles.button,
    look === 'plain' ? undefined : styles[look],
    isSmall ? styles.small : undefined,
    className,
  ]
  return <button {...rest} type={type} className={names.filter(Boolean).join(' ')} />
}
