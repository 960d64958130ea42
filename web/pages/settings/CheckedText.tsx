import { Badge } from '../../ui/Notice.tsx'
import type { Checked } from './checked.ts'
import styles from './settings.module.css'

/** What a service has answered. It is read aloud when it comes. */
export function CheckedText({ found }: { found: Checked }) {
  return (
    <span role="status" className={styles.found}>
      {found === 'asking' && 'asking …'}
      {found !== undefined && found !== 'asking' && (
        <>
          <Badge tone={found.isGood ? 'good' : 'danger'}>{found.isGood ? 'good' : 'fault'}</Badge>{' '}
          {found.text}
        </>
      )}
    </span>
  )
}
