import { useId } from 'react'
import { formatUtc } from '../../client/formatUtc.ts'
import type { ShippedMarket } from '../shipped/marketsIndex.ts'
import styles from './backtest.module.css'

/** Which recorded market. */
export function MarketChoice(props: {
  shipped: readonly ShippedMarket[]
  chosen: ShippedMarket
  onChoose: (name: string) => void
  isDisabled?: boolean
}) {
  const { shipped, chosen, onChoose, isDisabled = false } = props
  const id = useId()
  const { firstAt, lastAt, rows } = chosen
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>Recorded market</label>
      <select
        id={id}
        value={chosen.name}
        disabled={isDisabled}
        aria-describedby={`${id}-about`}
        onChange={({ target }) => onChoose(target.value)}
      >
        {shipped.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <div id={`${id}-about`} className={styles.about}>
        {formatUtc(BigInt(firstAt))} to {formatUtc(BigInt(lastAt))}, {rows.toLocaleString('en')}{' '}
        rows, named {chosen.name}.
      </div>
    </div>
  )
}
