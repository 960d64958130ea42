import { useState } from 'react'
import type { Hex } from 'viem'
import type { BacktestResult } from '../../backtest/result.ts'
import { describeError } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { saveFile } from '../ui/saveFile.ts'
import { Copy } from '../ui/texts.tsx'
import styles from './backtest.module.css'
import { ResultView } from './ResultView.tsx'
import type { BacktestState } from './useBacktest.ts'

/** What has become of a backtest so far. */
export function BacktestOutcome(props: {
  state: BacktestState
  /** The draft is another one than was run. */
  isStale: boolean
  onResult?: ((result: BacktestResult, backtestHash: Hex) => void) | undefined
  onAgain: () => void
}) {
  const { state, isStale, onResult, onAgain } = props
  switch (state.phase) {
    case 'ready':
      return null
    case 'running':
      return <Progress share={state.share} />
    case 'cancelled':
      return (
        <Notice title="The backtest was cancelled" isAnnounced>
          <p>There is no result. What it has tried is counted all the same.</p>
        </Notice>
      )
    case 'failed':
      return (
        <Notice tone="danger" title="There is no result" isAnnounced>
          <p>{describeError(state.error)}</p>
          <Button isSmall onClick={onAgain}>
            Try again
          </Button>
        </Notice>
      )
    case 'done':
      return <Done state={state} isStale={isStale} onResult={onResult} />
  }
}

function Progress({ share }: { share: number }) {
  const percent = Math.floor(share * 100)
  // Said once in a while: a screen reader that is told of each percent says nothing else.
  const said = Math.floor(percent / 25) * 25
  return (
    <div className={styles.progress}>
      <progress value={share} max={1} aria-label="How far the backtest is" />
      <span aria-hidden="true">{percent} %</span>
      <span className="visually-hidden" role="status">
        The backtest is running, {said} %
      </span>
    </div>
  )
}

function Done(props: {
  state: Extract<BacktestState, { phase: 'done' }>
  isStale: boolean
  onResult?: ((result: BacktestResult, backtestHash: Hex) => void) | undefined
}) {
  const { state, isStale, onResult } = props
  const { text, read } = state
  const { result, backtestHash } = read
  const [boundHash, setBoundHash] = useState<Hex>()
  const bind = () => {
    onResult?.(result, backtestHash)
    setBoundHash(backtestHash)
  }
  return (
    <div className={styles.result}>
      {isStale && (
        <Notice tone="warn" title="The draft has changed since">
          <p>This is the result of the draft as it was. Run the backtest again for this one.</p>
        </Notice>
      )}
      <ResultView result={result} />
      <section className={`${styles.part} ${styles.binding}`} aria-label="The result's file">
        <p>
          The hash of <code>result.json</code> is what a proposal names as its backtest. Whoever has
          the file makes it again, byte for byte, with{' '}
          <code>gimbal backtest verify result.json</code>.
        </p>
        <p className={styles.hash}>
          <code>{backtestHash}</code> <Copy text={backtestHash} what="the backtest's hash" />
        </p>
        <div className={styles.actions}>
          <Button onClick={() => saveFile('result.json', 'application/json', text)}>
            Save result.json
          </Button>
          {onResult !== undefined && (
            <Button look="primary" onClick={bind} disabled={isStale}>
              Bind it to the proposal
            </Button>
          )}
          <span role="status">
            {boundHash === backtestHash && 'The proposal will name this backtest.'}
          </span>
        </div>
      </section>
    </div>
  )
}
