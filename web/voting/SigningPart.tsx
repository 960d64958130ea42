import type { ReactNode } from 'react'
import { BaseError } from '../../core/errors.ts'
import { describeError } from '../data/useReading.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Stranger, Words } from '../ui/texts.tsx'
import { describeWalletFailure } from '../wallet/describeWalletFailure.ts'
import type { Task } from '../wallet/useTask.ts'
import styles from './voting.module.css'

/**
 * A question for a signature: its button, the wait for the wallet that can be given up, and what is wrong.
 *
 * @param onAsk - Undefined: not ready.
 */
export function SigningPart<Result>(props: {
  task: Task<Result>
  label: string
  wallet: string
  onAsk: (() => void) | undefined
  children?: ReactNode
}) {
  const { task, label, wallet, onAsk, children } = props
  const { state, giveUp } = task
  if (state.phase === 'done') return children
  if (state.phase === 'waiting') {
    return (
      <div className={styles.signing}>
        <p role="status">
          <strong>
            Waiting for <Stranger text={wallet} isInline />.
          </strong>{' '}
          It shows what you sign. If no window of it is to be seen, click its icon: it may be
          locked.
        </p>
        <Button onClick={giveUp}>Stop waiting</Button>
      </div>
    )
  }
  return (
    <div className={styles.signing}>
      {state.phase === 'failed' && <Failure error={state.error} />}
      <Button look="primary" disabled={onAsk === undefined} onClick={onAsk}>
        {label}
      </Button>
    </div>
  )
}

/** Our own errors say what to do; of others it is the wallet that refuses. */
function Failure({ error }: { error: unknown }) {
  if (error instanceof BaseError) {
    return (
      <Notice tone="warn" title="The vote was not taken" isAnnounced>
        <Words text={describeError(error)} />
      </Notice>
    )
  }
  const { tone, title, text } = describeWalletFailure(error, 'signed')
  return (
    <Notice tone={tone} title={title} isAnnounced>
      <p>{text}</p>
    </Notice>
  )
}
