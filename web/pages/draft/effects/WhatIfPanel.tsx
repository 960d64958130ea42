import { useCallback, useId, useMemo, useState } from 'react'
import type { Hex } from 'viem'
import type { Policy } from '../../../../core/index.ts'
import { formatMarket, type MarketConfig, type PlacedChange } from '../../../../governance/index.ts'
import { WhatIf } from '../../../whatIf/WhatIf.tsx'
import styles from '../draft.module.css'
import { writePolicy } from '../model/editDraft.ts'
import { applyAll, listValues } from '../model/findBase.ts'
import type { DraftOnPage } from '../useDraft.ts'

/** What the model would have returned with the draft, market by market; sliders write into the draft. */
export function WhatIfPanel(props: {
  draft: DraftOnPage
  changes: readonly PlacedChange[]
  markets: ReadonlyMap<Hex, MarketConfig>
}) {
  const { draft, changes, markets } = props
  const { edit, isFormStale } = draft
  const touched = useMemo(() => applyAll(changes, markets), [changes, markets])
  const [chosen, choose] = useState<Hex>()
  const id = useId()
  // First those that the draft changes: most drafts change one.
  const known = [...markets.keys()].toSorted(
    (a, b) => Number(touched.has(b)) - Number(touched.has(a)),
  )
  const market = chosen !== undefined && markets.has(chosen) ? chosen : known[0]
  const config = market && markets.get(market)
  const write = useCallback(
    (policy: Policy) => {
      if (market === undefined || config === undefined) return
      const policyOf = (of: MarketConfig) =>
        Object.fromEntries(
          Object.entries(listValues(of)).filter(([path]) => path.startsWith('policy.')),
        )
      const values = policyOf({ ...config, policy })
      edit((text) => writePolicy(text, formatMarket(market), values, policyOf(config)))
    },
    [edit, market, config],
  )
  if (market === undefined || config === undefined) {
    return (
      <p className={styles.empty}>
        There is no market yet whose past could be looked at. A backtest runs a new one on a
        recorded market.
      </p>
    )
  }
  return (
    <div className={styles.stack}>
      {known.length > 1 && (
        <div className={styles.inline}>
          <label htmlFor={id}>Market</label>
          <select
            id={id}
            value={market}
            onChange={({ target }) => choose(known.find((of) => of === target.value))}
          >
            {known.map((of) => (
              <option key={of} value={of}>
                {formatMarket(of)}
              </option>
            ))}
          </select>
        </div>
      )}
      <WhatIf
        key={market}
        market={market}
        config={config}
        proposed={touched.get(market)?.after}
        onPolicy={isFormStale ? undefined : write}
      />
    </div>
  )
}
