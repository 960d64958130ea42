import { useMemo } from 'react'
import type { Hex } from 'viem'
import { formatMarket, type MarketConfig, type PlacedChange } from '../../../../governance/index.ts'
import { ModelComparison } from '../../../whatIf/ModelComparison.tsx'
import styles from '../draft.module.css'
import { applyAll } from '../model/findBase.ts'

/** What the model would have returned, before and after, for each market whose policy or bounds the draft changes. */
export function WhatIfPanel(props: {
  changes: readonly PlacedChange[]
  markets: ReadonlyMap<Hex, MarketConfig>
}) {
  const { changes, markets } = props
  const touched = useMemo(() => [...applyAll(changes, markets)], [changes, markets])
  const compared = touched.flatMap(([market, { before, after }]) =>
    before === undefined ? [] : [{ market, before, after }],
  )
  const added = touched.filter(([, { before }]) => before === undefined)
  return (
    <div className={styles.stack}>
      {compared.length === 0 && added.length === 0 && (
        <p className={styles.empty}>
          Once a change is told, this shows what the model would have made of it over the last days.
        </p>
      )}
      {compared.map(({ market, before, after }) => (
        <ModelComparison key={market} market={market} before={before} after={after} />
      ))}
      {added.map(([market]) => (
        <p key={market} className={styles.empty}>
          {formatMarket(market)} is new: nothing of it was measured yet, so that there is nothing to
          compare. A backtest runs it on a recorded market.
        </p>
      ))}
    </div>
  )
}
