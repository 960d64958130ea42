import { useMemo, useState } from 'react'
import { bindResult } from '../../../backtest/report/bindResult.ts'
import type { ReadResult } from '../../../backtest/report/readResult.ts'
import type { ChainNow } from '../../../client/chains/readChain.ts'
import type { Governed } from '../../../client/readMarkets.ts'
import type { Document } from '../../../governance/index.ts'
import { BacktestPanel } from '../../backtest/BacktestPanel.tsx'
import { Badge } from '../../ui/Notice.tsx'
import { useWallet } from '../../wallet/useWallet.ts'
import styles from './draft.module.css'
import { EffectsPanel } from './effects/EffectsPanel.tsx'
import { useEffects } from './effects/useEffects.ts'
import { WhatIfPanel } from './effects/WhatIfPanel.tsx'
import { countToDo, sortIssues } from './model/sortIssues.ts'
import { BindingPanel } from './result/BindingPanel.tsx'
import { DocumentPanel } from './result/DocumentPanel.tsx'
import { chooseProposer, ProposePanel } from './result/ProposePanel.tsx'
import { usePrepared } from './result/useProposal.ts'
import { Tabs } from './Tabs.tsx'
import type { DraftOnPage } from './useDraft.ts'

/** What the draft does, what the model would have made of it, what a backtest says, and the proposal that it becomes. */
export function Outcome(props: {
  draft: DraftOnPage
  governed: Governed
  chain: ChainNow | undefined
  /** Of a backtest, to be named by the description. */
  result: ReadResult | undefined
  onResult: (result: ReadResult | undefined) => void
}) {
  const { draft, governed, chain, result, onResult } = props
  const { examined } = draft
  const { document, changes, issues } = examined
  const { markets } = governed
  const [chosen, choose] = useState('changes')
  const effects = useEffects(changes, governed, chain)
  const { warnings } = effects.chain
  const unfinished = (
    <p className={styles.empty}>
      First the draft has to be complete: {countToDo(sortIssues(issues))}.
    </p>
  )
  return (
    <Tabs
      label="What comes of it"
      chosen={chosen}
      onChoose={choose}
      tabs={[
        {
          key: 'changes',
          title: 'What changes',
          mark: warnings.length > 0 && <Badge tone="warn">{warnings.length}</Badge>,
          content: <EffectsPanel effects={effects} isEmpty={changes.length === 0} />,
        },
        {
          key: 'what-if',
          title: 'What if',
          content: <WhatIfPanel draft={draft} changes={changes} markets={markets} />,
        },
        {
          key: 'backtest',
          title: 'Backtest',
          isKept: true,
          content:
            document === undefined ? (
              unfinished
            ) : (
              <BacktestPanel
                document={document}
                markets={markets}
                onResult={(found, backtestHash) => {
                  onResult({ result: found, backtestHash })
                  choose('propose')
                }}
              />
            ),
        },
        {
          key: 'propose',
          title: 'Propose',
          isKept: true,
          content:
            document === undefined ? (
              unfinished
            ) : (
              <Result document={document} markets={markets} result={result} onResult={onResult} />
            ),
        },
      ]}
    />
  )
}

/** The proposal that a complete draft becomes. */
function Result(props: {
  document: Document
  markets: Governed['markets']
  result: ReadResult | undefined
  onResult: (result: ReadResult | undefined) => void
}) {
  const { document, markets, result, onResult } = props
  const { account } = useWallet()
  const [typed, type] = useState<string>()
  const bound = useMemo(
    () => result && bindResult(result, document, markets),
    [result, document, markets],
  )
  const proposer = chooseProposer(typed, account)
  const backtestHash = bound?.faults.length === 0 ? bound.backtestHash : undefined
  const prepared = usePrepared(document, proposer, backtestHash)
  return (
    <div className={styles.stack}>
      <DocumentPanel prepared={prepared} />
      <BindingPanel bound={bound} onResult={onResult} />
      <ProposePanel prepared={prepared} proposer={proposer} typed={typed} onType={type} />
    </div>
  )
}
