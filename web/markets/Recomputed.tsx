import { nameParameter } from '../../governance/diffVectors.ts'
import { Notice } from '../ui/Notice.tsx'
import { Moment } from '../ui/texts.tsx'
import type { Agreement, Asked, NotAsked } from './askModel.ts'
import styles from './markets.module.css'

/** Where what the model asks for comes from, and whether the index says the same. */
export function Recomputed({ asked }: { asked: Asked | NotAsked }) {
  if ('reason' in asked) {
    return <p className={styles.soft}>What the model asks for is not known. {asked.reason}</p>
  }
  const { source, agreement, hasCounted, isTooOld, isPolicyNewer } = asked
  return (
    <p className={styles.soft}>
      Recomputed in this browser from the observation of block{' '}
      <span data-observed={String(source.blockNumber)}>
        {source.blockNumber.toLocaleString('en')}
      </span>
      , <Moment at={source.observedAt} />
      {agreement.type === 'equal' && ': equal to the target of the index'}.
      {hasCounted
        ? ' It has counted already; the next push brings a newer one.'
        : isTooOld && ' It is too old for a push by now; a newer one is awaited.'}
      {isPolicyNewer &&
        ' Voters have changed the policy since; this is the target under the new one.'}
    </p>
  )
}

/** What is wrong with what is asked for: it comes before the values. */
export function AskedNotices({ asked }: { asked: Asked | NotAsked }) {
  const { agreement } = asked
  return (
    <>
      {agreement !== undefined && agreement.type !== 'equal' && (
        <Notice tone="danger" title="The index's target is not what the core computes">
          <p>{describeDisagreement(agreement)}</p>
        </Notice>
      )}
      {!('reason' in asked) && asked.isImpactAboveCap && (
        <Notice tone="warn" title="A push would be refused">
          <p>
            At the depth that was measured, the largest trade would move the price by more than
            voters allow.
          </p>
        </Notice>
      )}
    </>
  )
}

function describeDisagreement(agreement: Exclude<Agreement, { type: 'equal' }>): string {
  const advice = 'Trust what was recomputed here, and verify the latest update.'
  if (agreement.type === 'refusal-differs') {
    return `One of the two refuses the observation and the other does not. ${advice}`
  }
  return `They differ on ${agreement.fields.map(nameParameter).join(', ')}. Shown is what was recomputed here. ${advice}`
}
