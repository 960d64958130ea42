import type { ServiceFinding } from '../../network/checkService.ts'
import { Badge } from '../../ui/Notice.tsx'
import styles from './settings.module.css'

/** Of a service: what it answered, or that it is being asked. */
export type Checked = ServiceFinding | 'asking' | undefined

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
