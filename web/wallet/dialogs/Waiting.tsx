import { Button } from '../../ui/Button.tsx'
import { Stranger } from '../../ui/texts.tsx'
import styles from './dialogs.module.css'

/** A wallet was asked and has not answered: it may be locked, or its window may be behind this one. */
export function Waiting(props: { name: string; what: string; onGiveUp: () => void }) {
  const { name, what, onGiveUp } = props
  return (
    <div className={styles.waiting}>
      <div role="status">
        <strong>
          <span className={styles.pulse} aria-hidden="true" />
          <span>
            Waiting for <Stranger text={name} isInline />
          </span>
        </strong>
        <p>
          {what} If no window of the wallet is to be seen, click its icon: it may be locked, or its
          window may be behind this one.
        </p>
      </div>
      <Button onClick={onGiveUp}>Stop waiting</Button>
    </div>
  )
}
