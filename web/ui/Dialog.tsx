import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './Button.tsx'
import styles from './ui.module.css'

/**
 * A window over the page; Escape closes it.
 *
 * @param step - Changes when another thing is shown within: who had the focus on what is gone begins at the heading.
 */
export function Dialog(props: {
  title: string
  step?: string
  onClose: () => void
  children: ReactNode
}) {
  const { title, step, onClose, children } = props
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const shown = dialog.current
    shown?.showModal()
    return () => shown?.close()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the step is what the focus depends on
  useEffect(() => {
    const { activeElement, body } = document
    if (activeElement === body || activeElement === dialog.current) heading.current?.focus()
  }, [step])
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <div className={styles.dialogHead}>
        <h2 id={id} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <Button look="quiet" isSmall onClick={onClose}>
          Close
        </Button>
      </div>
      {children}
    </dialog>
  )
}
