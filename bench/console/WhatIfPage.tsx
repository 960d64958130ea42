import { useState } from 'react'
import { zeroAddress, zeroHash } from 'viem'
import { exampleSettings } from '../../backtest/exampleSettings.ts'
import type { MarketConfig } from '../../governance/index.ts'
import { Loading } from '../../web/ui/ReadingView.tsx'
import { useOpened } from '../../web/whatIf/useOpened.ts'
import { Workbench } from '../../web/whatIf/WhatIf.tsx'
import { createModelHistory } from './modelHistory.ts'

const config: MarketConfig = {
  policy: exampleSettings.policy,
  bounds: exampleSettings.bounds,
  fallbackVector: exampleSettings.fallbackVector,
  freshness: exampleSettings.freshness,
  source: {
    pool: zeroAddress,
    nativePool: zeroAddress,
    portfolio: zeroAddress,
    gasPriceOracle: zeroAddress,
    isQuoteToken0: true,
    quoteDecimals: 6n,
    isNativeToken0: false,
    nativeQuoteDecimals: 6n,
    hasGasLimit: true,
    segmentOffsetSec: 0n,
    startVarianceWad: 0n,
    startDepthRefUsd6: 0n,
    priceFeed: zeroAddress,
    maxPriceDeviationPips: 0n,
  },
  model: zeroAddress,
  coreHash: zeroHash,
  threshold: 1n,
  reporters: [],
}

/** The sliders of a policy over so many observations. */
export function WhatIfPage({ count }: { count: number }) {
  const [source] = useState(() => ({ kind: 'given', history: createModelHistory(count) }) as const)
  const { opened } = useOpened(source)
  return (
    <main>
      <h1>What if, over {count.toLocaleString('en')} observations</h1>
      {opened === undefined ? (
        <Loading what="the observations" />
      ) : (
        <Workbench history={opened} config={config} proposed={config} />
      )}
    </main>
  )
}
