import { useMemo, useState } from 'react'
import { type Hex, zeroAddress } from 'viem'
import { exampleSettings } from '../../backtest/exampleSettings.ts'
import { DEFAULT_MARKET } from '../../backtest/orchestrate/createInputs.ts'
import {
  listSettingsChanges,
  type SettingsChange,
} from '../../backtest/proposal/listSettingsChanges.ts'
import { keepVoted } from '../../backtest/proposal/voted.ts'
import type { BacktestResult } from '../../backtest/result.ts'
import {
  type Document,
  formatMarket,
  hashDocument,
  type MarketConfig,
} from '../../governance/index.ts'
import { useReading } from '../data/useReading.ts'
import { fetchShippedMarkets } from '../shipped/fetchShippedMarkets.ts'
import type { ShippedMarket } from '../shipped/marketsIndex.ts'
import { getSiteUrl } from '../shipped/siteUrl.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Panel } from '../ui/Page.tsx'
import { ReadingView } from '../ui/ReadingView.tsx'
import { BacktestOutcome } from './BacktestOutcome.tsx'
import styles from './backtest.module.css'
import { MarketChoice } from './MarketChoice.tsx'
import { cancelBacktest, runBacktest, useBacktest } from './useBacktest.ts'

const example = keepVoted(exampleSettings)

export interface BacktestPanelProps {
  /** The draft, completed. */
  document: Document
  /** In force, by market. */
  markets: ReadonlyMap<Hex, MarketConfig>
  /** Takes the result that the visitor wants to bind to the proposal, and its hash; without it there is no button for it. */
  onResult?: ((result: BacktestResult, backtestHash: Hex) => void) | undefined
}

/**
 * Runs a backtest of a document on a shipped market in this browser, in a worker, and shows what came out with its doubt. The
 * inputs are those of `gimbal backtest DRAFT --in-force network --market NAME`, and so are the bytes of the result.
 */
export function BacktestPanel({ document, markets, onResult }: BacktestPanelProps) {
  const shipped = useReading({
    key: ['shipped-markets'],
    read: () => fetchShippedMarkets(getSiteUrl()),
  })
  return (
    <Panel title="Backtest">
      <p>
        What this draft would have cost and risked on a recorded market, beside the policy in force
        and plain rules. It is computed in this browser: nothing is sent anywhere.
      </p>
      <ReadingView
        reading={shipped}
        what="the recorded markets"
        isEmpty={(list) => list.length === 0}
        empty="This site comes without recorded markets."
      >
        {(list) => (
          <Choices shipped={list} document={document} markets={markets} onResult={onResult} />
        )}
      </ReadingView>
    </Panel>
  )
}

function Choices(props: BacktestPanelProps & { shipped: readonly ShippedMarket[] }) {
  const { shipped, document, markets, onResult } = props
  const state = useBacktest()
  const changes = useMemo(
    () => listSettingsChanges(document, markets, example),
    [document, markets],
  )
  const documentHash = useMemo(() => hashDocument(document), [document])
  const [governed, setGoverned] = useState<Hex>()
  const [name, setName] = useState(DEFAULT_MARKET)
  const change = changes.find(({ market }) => market === governed) ?? changes[0]
  const market = shipped.find((of) => of.name === name) ?? shipped[0]
  const isRunning = state.phase === 'running'
  if (change === undefined || market === undefined) {
    return <Notice>This draft changes no market, so there is nothing to run.</Notice>
  }
  const request = 'request' in state ? state.request : undefined
  const isStale =
    request !== undefined &&
    (request.subject.documentHash !== documentHash || request.subject.market !== change.market)
  const start = () => {
    const { title } = document
    runBacktest({ market, subject: toSubject(change, title, documentHash) })
  }
  return (
    <>
      {changes.length > 1 && (
        <GovernedChoice
          changes={changes}
          chosen={change.market}
          onChoose={setGoverned}
          isDisabled={isRunning}
        />
      )}
      <MarketChoice shipped={shipped} chosen={market} onChoose={setName} isDisabled={isRunning} />
      {change.proposed.model === zeroAddress ? (
        <div className={styles.actions}>
          <Button look="primary" onClick={start} disabled={isRunning}>
            {state.phase === 'done' ? 'Run it again' : 'Run the backtest'}
          </Button>
          {isRunning && <Button onClick={cancelBacktest}>Cancel</Button>}
        </div>
      ) : (
        <Notice tone="warn" title="This market has a model of its own">
          <p>It is not here to be run; only the standard model is.</p>
        </Notice>
      )}
      <BacktestOutcome state={state} isStale={isStale} onResult={onResult} onAgain={start} />
    </>
  )
}

function toSubject(change: SettingsChange, title: string, documentHash: Hex) {
  const { market, inForce, proposed, isAddition } = change
  return { title, documentHash, market, inForce, proposed, isAddition }
}

/** Of a document about several markets, which one's settings are run. */
function GovernedChoice(props: {
  changes: readonly SettingsChange[]
  chosen: Hex
  onChoose: (market: Hex) => void
  isDisabled: boolean
}) {
  const { changes, chosen, onChoose, isDisabled } = props
  return (
    <label className={styles.choice}>
      Settings of
      <select
        value={chosen}
        disabled={isDisabled}
        onChange={({ target }) => onChoose(target.value as Hex)}
      >
        {changes.map(({ market }) => (
          <option key={market} value={market}>
            {formatMarket(market)}
          </option>
        ))}
      </select>
    </label>
  )
}
