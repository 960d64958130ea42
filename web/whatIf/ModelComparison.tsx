import { type Hex, zeroAddress } from 'viem'
import { formatMarket, type MarketConfig } from '../../governance/index.ts'
import { Notice } from '../ui/Notice.tsx'
import { Panel } from '../ui/Page.tsx'
import { ComparisonView } from './ComparisonView.tsx'
import type { OpenedHistory } from './modelClient.ts'
import { useComparison } from './useComparison.ts'
import { WithHistory } from './WithHistory.tsx'

/**
 * What the model would have returned, and what readers would have got, before and after a change of policy or bounds, over the last
 * days or a recorded market: computed here by the Wasm core in a worker.
 */
export function ModelComparison(props: { market: Hex; before: MarketConfig; after: MarketConfig }) {
  const { market, before, after } = props
  const title = `What the model would have returned for ${formatMarket(market)}`
  const hasOwnModel = [before, after].some(({ model }) => model !== zeroAddress)
  return (
    <Panel title={title}>
      {hasOwnModel ? (
        <Notice tone="warn" title="This market has a model of its own">
          <p>Only the standard model is here to be run.</p>
        </Notice>
      ) : (
        <WithHistory market={market}>
          {(history) => <Compared history={history} before={before} after={after} />}
        </WithHistory>
      )}
    </Panel>
  )
}

function Compared(props: { history: OpenedHistory; before: MarketConfig; after: MarketConfig }) {
  const { history, before, after } = props
  const state = useComparison(history, before, after)
  return <ComparisonView state={state} />
}
