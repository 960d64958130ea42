import { Link } from 'wouter'
import type { MarketNow } from '../../data/useMarkets.ts'
import { Evidence } from '../../markets/Evidence.tsx'
import { MarketNowView } from '../../markets/MarketNowView.tsx'
import styles from '../../markets/markets.module.css'
import { describeStatus } from '../../markets/status.ts'
import { nameUpdateId } from '../../markets/updateIds.ts'
import type { Asking } from '../../markets/useAsked.ts'
import { Badge } from '../../ui/Notice.tsx'

/** A market on the first page. */
export function MarketCard(props: { market: MarketNow; blockAt: bigint; asking: Asking }) {
  const { market, blockAt, asking } = props
  const { name, config, inForce, id } = market
  const { word, tone, meaning } = describeStatus(inForce, config)
  const known = asking.latest.data?.markets.get(id)
  const update = known?.latestUpdateId
  const heading = `market-${name}`
  return (
    <section className={styles.market} aria-labelledby={heading}>
      <div className={styles.head}>
        <h2 id={heading}>
          <Link href={`/markets/${name}`}>{name}</Link>
        </h2>
        <Badge tone={tone}>{word}</Badge>
        <span className={styles.soft}>
          <Evidence market={market} blockAt={blockAt} kind={known?.evidenceKind} />
        </span>
      </div>
      {inForce.status !== 'active' && <p>{meaning}</p>}
      <MarketNowView market={market} core={asking.core} asked={asking.ask(market, blockAt)} />
      <div className={styles.links}>
        <Link href={`/markets/${name}`}>History, pushes and what was voted</Link>
        <Link href={update === undefined ? '/verify' : `/verify/${nameUpdateId(update)}`}>
          Verify the latest update
        </Link>
      </div>
    </section>
  )
}
