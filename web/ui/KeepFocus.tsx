import { type ReactNode, type RefObject, useEffect, useRef } from 'react'
import styles from './ui.module.css'

/**
 * Keeps the focus within a part of the page whose content changes: where what had it is gone, the part itself gets it, so
 * that whoever uses the keyboard or a screen reader goes on from there.
 *
 * @param target - What gets it instead of the part.
 */
export function useKeepFocus(
  part: RefObject<HTMLElement | null>,
  target: RefObject<HTMLElement | null> = part,
): void {
  useEffect(() => {
    const host = part.current
    if (host === null) return
    let isWithin = host.contains(document.activeElement)
    const enter = () => {
      isWithin = true
    }
    const leave = ({ relatedTarget }: FocusEvent) => {
      // Without a next element, what had the focus is gone or hidden: that is no leaving.
      if (relatedTarget instanceof Node && !host.contains(relatedTarget)) isWithin = false
    }
    const observer = new MutationObserver(() => {
      const { activeElement, body } = document
      if (isWithin && activeElement === body) target.current?.focus({ preventScroll: true })
    })
    host.addEventListener('focusin', enter)
    host.addEventListener('focusout', leave)
    observer.observe(host, { childList: true, subtree: true })
    return () => {
      observer.disconnect()
      host.removeEventListener('focusin', enter)
      host.removeEventListener('focusout', leave)
    }
  }, [part, target])
}

/** The same around children. */
export function KeepFocus({ children }: { children: ReactNode }) {
  const part = useRef<HTMLDivElement>(null)
  useKeepFocus(part)
  return (
    <div ref={part} tabIndex={-1} className={styles.keepFocus}>
      {children}
    </div>
  )
}
