import { Link, useParams } from 'wouter'
import { findMarket } from '../../../client/findMarket.ts'
import type { MarketsNow } from '../../data/useMarkets.ts'
import { useMarkets } from '../../data/useMarkets.ts'
import { describeError } from '../../data/useReading.ts'
import { Page } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Stranger } from '../../ui/texts.tsx'
import { MarketView } from './MarketView.tsx'

/** One market: how it stands, how it came there, and what was voted. */
export default function MarketPage() {
  const { market: text = '' } = useParams<{ market: string }>()
  const reading = useMarkets()
  const { data } = reading
  const found = data === undefined ? undefined : find(decode(text), data)
  if (data !== undefined && found !== undefined && 'market' in found) {
    return <MarketView market={found.market} now={data} reading={reading} />
  }
  return (
    <Page title={found === undefined ? 'Market' : 'There is no such market'}>
      <ReadingView reading={reading} what="the market">
        {({ markets }) => (
          <>
            {found !== undefined && 'fault' in found && (
              <p>
                <Stranger text={found.fault} isInline />
              </p>
            )}
            <p>{markets.length === 0 ? 'There is no market yet.' : 'There are these markets:'}</p>
            <ul>
              {markets.map(({ id, name }) => (
                <li key={id}>
                  <Link href={`/markets/${name}`}>{name}</Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </ReadingView>
    </Page>
  )
}

/** The market that an address names, or why there is none. */
function find(text: string, { markets }: MarketsNow) {
  try {
    const id = findMarket(
      text,
      markets.map((market) => market.id),
    )
    const market = markets.find((one) => one.id === id)
    return market === undefined ? { fault: `No market is called ${text}.` } : { market }
  } catch (error) {
    return { fault: describeError(error) }
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
