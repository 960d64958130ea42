import { DiffTable } from '../../../diff/DiffTable.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { Loading } from '../../../ui/ReadingView.tsx'
import styles from '../draft.module.css'
import type { Effects } from './useEffects.ts'

/** What the draft changes, and what does not fit the chain. */
export function EffectsPanel({ effects, isEmpty }: { effects: Effects; isEmpty: boolean }) {
  const { diff, chain, notes } = effects
  if (isEmpty) {
    return (
      <p className={styles.empty}>
        Nothing is different yet. Add a change, and give a value other than the one in force: what
        it does is shown here while you write.
      </p>
    )
  }
  return (
    <div className={styles.stack}>
      <h2 className="visually-hidden">What changes</h2>
      {chain.warnings.length > 0 && (
        <Notice tone="warn" title="This does not fit the chain">
          <ul className={styles.list}>
            {chain.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      {diff === undefined ? <Loading what="the model" /> : <DiffTable diff={diff} />}
      {[...chain.notes, ...notes].map((note) => (
        <p key={note} className={styles.help}>
          {note}
        </p>
      ))}
    </div>
  )
}
