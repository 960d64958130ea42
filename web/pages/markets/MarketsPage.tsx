import { Link } from 'wouter'
import { useMarkets } from '../../data/useMarkets.ts'
import { IndexNotice } from '../../markets/IndexNotice.tsx'
import { Legend } from '../../markets/Legend.tsx'
import { useAsked } from '../../markets/useAsked.ts'
import { Page } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { MarketCard } from './MarketCard.tsx'
import { Overview } from './Overview.tsx'

/** From how many markets on a table of all of them stands first. */
const OVERVIEW_FROM = 2

/** What is in force in every market, within which bounds, and what the model asks for now. */
export default function MarketsPage() {
  const reading = useMarkets()
  const asking = useAsked()
  return (
    <Page
      title="Markets"
      lead="What protocols read now, within the bounds that token holders voted on, and what the model asks for."
    >
      <ReadingView
        reading={reading}
        what="the markets"
        isEmpty={({ markets }) => markets.length === 0}
        empty={
          <p>
            There is no market yet. Token holders add one by a vote:{' '}
            <Link href="/draft">draft a proposal</Link>, or see which are{' '}
            <Link href="/proposals">under way</Link>.
          </p>
        }
      >
        {({ markets, blockNumber, blockAt }) => (
          <>
            <IndexNotice latest={asking.latest} blockNumber={blockNumber} blockAt={blockAt} />
            {markets.length >= OVERVIEW_FROM && (
              <Overview markets={markets} blockAt={blockAt} latest={asking.latest.data} />
            )}
            <Legend blockNumber={blockNumber} />
            {markets.map((market) => (
              <MarketCard key={market.id} market={market} blockAt={blockAt} asking={asking} />
            ))}
          </>
        )}
      </ReadingView>
    </Page>
  )
}
