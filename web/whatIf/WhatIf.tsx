import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Hex, zeroAddress } from 'viem'
import { type ParameterField, type Policy, policyFields } from '../../core/index.ts'
import { formatMarket, type MarketConfig } from '../../governance/index.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Panel } from '../ui/Page.tsx'
import { ComparisonView } from './ComparisonView.tsx'
import type { OpenedHistory } from './modelClient.ts'
import { PolicySliders } from './PolicySliders.tsx'
import { useComparison } from './useComparison.ts'
import { WithHistory } from './WithHistory.tsx'
import styles from './whatIf.module.css'

/** How long a slider stands still before the form is told, milliseconds: a form checks all of a document at each change. */
const STILL_MS = 300

export interface WhatIfProps {
  market: Hex
  /** In force. */
  config: MarketConfig
  /** As the draft has it; without it, as it is in force. */
  proposed?: MarketConfig | undefined
  /** Takes the policy that the sliders show, when they have come to rest. */
  onPolicy?: ((policy: Policy) => void) | undefined
}

/** Sliders for the figures of a policy, and what the model would have returned: redrawn while they move. */
export function WhatIf({ market, config, proposed = config, onPolicy }: WhatIfProps) {
  const title = `What if, for ${formatMarket(market)}`
  const hasOwnModel = [config, proposed].some(({ model }) => model !== zeroAddress)
  return (
    <Panel title={title}>
      {hasOwnModel ? (
        <Notice tone="warn" title="This market has a model of its own">
          <p>Only the standard model is here to be run.</p>
        </Notice>
      ) : (
        <WithHistory market={market}>
          {(history) => (
            <Workbench history={history} config={config} proposed={proposed} onPolicy={onPolicy} />
          )}
        </WithHistory>
      )}
    </Panel>
  )
}

/** The sliders with the charts of a history that is open. */
export function Workbench(props: {
  history: OpenedHistory
  config: MarketConfig
  proposed: MarketConfig
  onPolicy?: ((policy: Policy) => void) | undefined
}) {
  const { history, config, proposed, onPolicy } = props
  const [policy, move] = usePolicy(proposed.policy, onPolicy)
  const after = useMemo(() => ({ ...proposed, policy }), [proposed, policy])
  const state = useComparison(history, config, after)
  const { noteInput } = state
  const onMove = useCallback(
    (field: keyof Policy, value: bigint, inputMs: number) => {
      noteInput(inputMs)
      move((before) => ({ ...before, [field]: value }))
    },
    [noteInput, move],
  )
  const putBack = (inputMs: number) => {
    noteInput(inputMs)
    move(() => config.policy)
  }
  const isChanged = policyFields.some((field) => policy[field] !== config.policy[field])
  return (
    <div className={styles.workbench}>
      <div className={styles.halves}>
        <section className={styles.bench} aria-label="Figures of the policy">
          <PolicySliders policy={policy} inForce={config.policy} onMove={onMove} />
          <Button isSmall disabled={!isChanged} onClick={({ timeStamp }) => putBack(timeStamp)}>
            Put all back as in force
          </Button>
        </section>
        <div className={styles.outcome}>
          <ComparisonView state={state} alwaysShown={alwaysShown} />
        </div>
      </div>
    </div>
  )
}

/** What most people look for first; the others appear when they differ. */
const alwaysShown: readonly ParameterField[] = ['bandPips']

type Change = (before: Policy) => Policy

/** The policy of the sliders: it follows the draft, and tells the draft when it has come to rest. */
function usePolicy(
  given: Policy,
  onPolicy: ((policy: Policy) => void) | undefined,
): [Policy, (change: Change) => void] {
  const [policy, setPolicy] = useState(given)
  const told = useRef(given)
  const tell = useRef(onPolicy)
  tell.current = onPolicy
  useEffect(() => {
    // The draft was written elsewhere: what came back of our own is no news.
    if (isSame(given, told.current)) return
    told.current = given
    setPolicy(given)
  }, [given])
  useEffect(() => {
    if (isSame(policy, told.current)) return
    const timer = setTimeout(() => {
      told.current = policy
      tell.current?.(policy)
    }, STILL_MS)
    return () => clearTimeout(timer)
  }, [policy])
  const move = useCallback((change: Change) => setPolicy(change), [])
  return [policy, move]
}

function isSame(a: Policy, b: Policy): boolean {
  return policyFields.every((field) => a[field] === b[field])
}
