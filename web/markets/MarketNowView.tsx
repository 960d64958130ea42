import type { Core } from '../../core/core.ts'
import { parameterFields } from '../../core/fields.ts'
import { describeMoves } from '../../governance/describeMoves.ts'
import type { MarketNow } from '../data/useMarkets.ts'
import type { Asked, NotAsked } from './askModel.ts'
import { explainLimit } from './explainLimit.ts'
import styles from './markets.module.css'
import { ParameterTile } from './ParameterTile.tsx'
import { AskedNotices, Recomputed } from './Recomputed.tsx'

/** The eight parameters of a market with what the model asks for, and what the next push would do. */
export function MarketNowView(props: {
  market: MarketNow
  core: Core | undefined
  /** undefined: it is being read. */
  asked: Asked | NotAsked | undefined
}) {
  const { market, core, asked } = props
  const known = asked !== undefined && !('reason' in asked) ? asked : undefined
  const { isHalted, isOnFallback, observedAt } = market.inForce.state
  const isOpen = !isHalted && !isOnFallback
  const epochs = { epochSec: market.config.policy.epochSec, lastAt: observedAt }
  return (
    <>
      {asked !== undefined && <AskedNotices asked={asked} />}
      <ul className={styles.tiles} aria-label={`Parameters of ${market.name}`}>
        {parameterFields.map((field) => (
          <ParameterTile
            key={field}
            field={field}
            market={market}
            asked={known}
            explanation={
              isOpen && known !== undefined && core !== undefined
                ? explainLimit(core, field, known.outlook, epochs)
                : undefined
            }
          />
        ))}
      </ul>
      <div className={styles.sums}>
        {isOpen && known !== undefined && !known.hasCounted && !known.isTooOld && (
          <p>{describeNext(known)}</p>
        )}
        {asked === undefined ? (
          <p className={styles.soft}>Asking the index what was measured …</p>
        ) : (
          <Recomputed asked={asked} />
        )}
      </div>
    </>
  )
}

/** What the next push would do, in a sentence. */
function describeNext({ outlook }: Asked): string {
  const { input, outcome } = outlook
  const moves = describeMoves(input.current, outcome.next)
  return moves === 'unchanged'
    ? 'A push now would leave all eight as they are.'
    : `A push now would move values: ${moves}.`
}
