import { describeError } from '../data/useReading.ts'
import { Notice } from '../ui/Notice.tsx'
import styles from './app.module.css'

/** Shown instead of the console where the site itself is incomplete. */
export function StartFailure({ error }: { error: unknown }) {
  return (
    <main className={styles.alone}>
      <h1>Gimbal</h1>
      <Notice tone="danger" title="The console cannot start">
        <p>{describeError(error)}</p>
      </Notice>
    </main>
  )
}
