import { type ChangeEvent, useRef, useState } from 'react'
import type { BoundResult } from '../../../../backtest/report/bindResult.ts'
import type { ReadResult } from '../../../../backtest/report/readResult.ts'
import { describeError } from '../../../data/useReading.ts'
import { Button } from '../../../ui/Button.tsx'
import { Facts } from '../../../ui/DataTable.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Short } from '../../../ui/texts.tsx'
import styles from '../draft.module.css'
import { readChosen } from '../readChosen.ts'

/** The backtest that the description names, if the visitor gives its result. */
export function BindingPanel(props: {
  bound: BoundResult | undefined
  onResult: (read: ReadResult | undefined) => void
}) {
  const { bound, onResult } = props
  const [failure, setFailure] = useState<string>()
  const file = useRef<HTMLInputElement>(null)
  const open = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = target.files ?? []
    target.value = ''
    if (chosen === undefined) return
    try {
      const { readResult } = await import('../../../../backtest/report/readResult.ts')
      onResult(readResult(await readChosen(chosen)))
      setFailure(undefined)
    } catch (error) {
      setFailure(`${chosen.name}: ${describeError(error)}`)
    }
  }
  return (
    <section className={styles.part} aria-label="Backtest of the draft">
      <h2>Backtest</h2>
      {bound === undefined && (
        <p className={styles.help}>
          The description names no backtest. Run one beside, or give the result.json of{' '}
          <code>gimbal backtest</code> of this draft; voters can then check what it says.
        </p>
      )}
      {bound !== undefined && bound.faults.length === 0 && (
        <>
          <Facts
            facts={[
              [
                'The description names',
                <Short key="hash" hex={bound.backtestHash} what="the backtest's hash" />,
              ],
              ['It says', bound.headline],
            ]}
          />
          <p className={styles.help}>
            Publish the result.json: voters compare its hash with the one that is named.
          </p>
          {bound.stale !== undefined && (
            <Notice tone="warn">
              <p>{bound.stale} Run it again against what is in force.</p>
            </Notice>
          )}
        </>
      )}
      {bound !== undefined && bound.faults.length > 0 && (
        <Notice tone="warn" title="This result is not named: it is not of this draft" isAnnounced>
          <ul className={styles.list}>
            {bound.faults.map((fault) => (
              <li key={fault}>{fault}</li>
            ))}
          </ul>
        </Notice>
      )}
      {failure !== undefined && (
        <Notice tone="warn" title="This file is no result" isAnnounced>
          <p>{failure}</p>
        </Notice>
      )}
      <div className={styles.row}>
        <Button isSmall onClick={() => file.current?.click()}>
          {bound === undefined ? 'Give a result.json …' : 'Give another …'}
        </Button>
        {bound !== undefined && (
          <Button isSmall look="quiet" onClick={() => onResult(undefined)}>
            Name none
          </Button>
        )}
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          aria-label="A result.json of a backtest"
          className={styles.hidden}
          tabIndex={-1}
          onChange={(event) => void open(event)}
        />
      </div>
    </section>
  )
}
