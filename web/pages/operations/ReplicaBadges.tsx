import type { ReplicaFailure } from '../../operations/readReplica.ts'
import type { ReplicaNow } from '../../operations/words.ts'
import { Badge } from '../../ui/Notice.tsx'
import styles from './operations.module.css'

const silences: Readonly<Record<ReplicaFailure, string>> = {
  unreachable: 'unreachable',
  'not-allowed': 'not allowed to read',
  'no-replica': 'no replica',
  'not-asked': 'not asked yet',
}

/** A replica's state in words: ready or not, alive or not, alarms. */
export function ReplicaBadges({ replica: { answer } }: { replica: ReplicaNow }) {
  if (answer.kind !== 'answers') {
    return (
      <Badge tone={answer.kind === 'not-asked' ? 'plain' : 'danger'}>{silences[answer.kind]}</Badge>
    )
  }
  const { ready, isLive } = answer
  const alarms = ready.conditions.filter(({ isAlarm }) => isAlarm).length
  return (
    <span className={styles.badges}>
      <Badge tone={ready.isReady ? 'good' : 'danger'}>
        {ready.isReady ? 'ready' : 'NOT READY'}
      </Badge>
      <Badge tone={isLive ? 'good' : 'danger'}>{isLive ? 'live' : 'NOT LIVE'}</Badge>
      {alarms > 0 && <Badge tone="danger">{alarms === 1 ? '1 ALARM' : `${alarms} ALARMS`}</Badge>}
    </span>
  )
}
