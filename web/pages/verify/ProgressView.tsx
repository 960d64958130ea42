import { Button } from '../../ui/Button.tsx'
import { describeProgress } from '../../verify/words.ts'
import type { Verification } from './useVerification.ts'
import styles from './verify.module.css'

/** How far a check is, and a way out of it. */
export function ProgressView(props: {
  verification: Pick<Verification, 'progress' | 'outcomes'>
  onCancel: () => void
}) {
  const { verification, onCancel } = props
  const { progress } = verification
  const { what, share } = progress
    ? describeProgress(progress)
    : { what: 'Starting the core', share: '' }
  const isKnown = progress !== undefined && progress.total > 0
  return (
    <div className={styles.progress}>
      <span>
        <span role="status">{what}</span> <span className={styles.soft}>{share}</span>
      </span>
      <progress aria-label={what} {...(isKnown && { value: progress.done, max: progress.total })} />
      <Button isSmall onClick={onCancel}>
        Cancel
      </Button>
    </div>
  )
}
