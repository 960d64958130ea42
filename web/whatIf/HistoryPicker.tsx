import { useId } from 'react'
import type { ShippedMarket } from '../shipped/marketsIndex.ts'
import { type HistoryChoice, indexedDays } from './useHistorySource.ts'
import styles from './whatIf.module.css'

/** Over which observations the model is run. */
export function HistoryPicker(props: {
  choice: HistoryChoice
  hasIndex: boolean
  recorded: readonly ShippedMarket[]
  onChoose: (choice: HistoryChoice) => void
}) {
  const { choice, hasIndex, recorded, onChoose } = props
  const id = useId()
  return (
    <div className={styles.picker}>
      <label htmlFor={id}>Observations</label>
      <select
        id={id}
        value={choice}
        onChange={({ target }) => onChoose(target.value as HistoryChoice)}
      >
        {hasIndex && (
          <optgroup label="Of this market, as indexed">
            {indexedDays.map((days) => (
              <option key={days} value={`days:${days}`}>
                {days === 1 ? 'The last day' : `The last ${days} days`}
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label="Recorded, of other times and places">
          {recorded.map(({ name, title }) => (
            <option key={name} value={`market:${name}`}>
              {title}
            </option>
          ))}
        </optgroup>
      </select>
    </div>
  )
}
