import { Link } from 'wouter'
import type { MarketNow, MarketsNow } from '../../data/useMarkets.ts'
import type { Reading } from '../../data/useReading.ts'
import { Evidence } from '../../markets/Evidence.tsx'
import { IndexNotice } from '../../markets/IndexNotice.tsx'
import { Legend } from '../../markets/Legend.tsx'
import { MarketNowView } from '../../markets/MarketNowView.tsx'
import styles from '../../markets/markets.module.css'
import { describeStatus } from '../../markets/status.ts'
import { nameUpdateId } from '../../markets/updateIds.ts'
import { useAsked } from '../../markets/useAsked.ts'
import { useSession } from '../../network/session.ts'
import { Badge } from '../../ui/Notice.tsx'
import { Page, Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { History } from './History.tsx'
import { Voted } from './Voted.tsx'

/** A market that there is. */
export function MarketView(props: {
  market: MarketNow
  now: MarketsNow
  reading: Reading<MarketsNow>
}) {
  const { market, now, reading } = props
  const { blockNumber, blockAt } = now
  const { index } = useSession()
  const asking = useAsked()
  const { word, tone, meaning } = describeStatus(market.inForce, market.config)
  const known = asking.latest.data?.markets.get(market.id)
  const update = known?.latestUpdateId
  return (
    <Page
      title={market.name}
      lead={
        <span className={styles.head}>
          <Badge tone={tone}>{word}</Badge>
          <span>
            {meaning} <Evidence market={market} blockAt={blockAt} kind={known?.evidenceKind} />.
          </span>
        </span>
      }
      actions={
        <>
          <Link href={update === undefined ? '/verify' : `/verify/${nameUpdateId(update)}`}>
            Verify the latest update
          </Link>
          <Link href="/draft">Draft a change</Link>
        </>
      }
    >
      <ReadingView reading={reading} what="the market">
        {() => <IndexNotice latest={asking.latest} blockNumber={blockNumber} blockAt={blockAt} />}
      </ReadingView>
      <Panel title="Now">
        <Legend blockNumber={blockNumber} />
        <MarketNowView market={market} core={asking.core} asked={asking.ask(market, blockAt)} />
      </Panel>
      {index === undefined ? (
        <Panel title="Over time">
          <p>
            No index is given for this network, so its history is not known here.{' '}
            <Link href="/settings">Settings</Link> take one.
          </p>
        </Panel>
      ) : (
        <History market={market} />
      )}
      <Voted market={market} />
    </Page>
  )
}
