import type { ParameterField } from '../../core/fields.ts'
import { isLooser, loosensUp } from '../../governance/describeMoves.ts'
import { nameParameter } from '../../governance/diffVectors.ts'
import { formatParameter } from '../../governance/formatParameter.ts'
import type { MarketNow } from '../data/useMarkets.ts'
import { RangeBar } from '../ui/RangeBar.tsx'
import type { Asked } from './askModel.ts'
import type { Explanation } from './explainLimit.ts'
import styles from './markets.module.css'
import { chooseRange, describePlace } from './place.ts'

/**
 * One parameter of a market: the value in force on the range of its bounds, what the model asks for, and why the two differ.
 *
 * @param explanation - undefined where no report counts, or nothing is asked.
 */
export function ParameterTile(props: {
  field: ParameterField
  market: MarketNow
  asked: Asked | undefined
  explanation: Explanation | undefined
}) {
  const { field, market, asked, explanation } = props
  const { bounds } = market.config
  const [min, max] = [bounds.min[field], bounds.max[field]]
  const value = market.inForce.values[field]
  const target = asked?.outlook.input.target[field]
  const range = chooseRange(field, min, max, target === undefined ? [value] : [value, target])
  const show = (raw: bigint) => formatParameter(field, raw)
  const place = describePlace(field, value, min, max)
  return (
    <li className={styles.tile} data-field={field}>
      <div className={styles.tileHead}>
        <h3>{capitalize(nameParameter(field))}</h3>
        <span className={styles.looser}>
          <span aria-hidden="true">{loosensUp[field] ? '↑' : '↓'}</span> is looser
          <span className="visually-hidden">{loosensUp[field] ? ' upwards' : ' downwards'}</span>
        </span>
      </div>
      <p className={styles.force}>
        <span className="visually-hidden">In force: </span>
        <strong data-in-force={String(value)}>{show(value)}</strong>
      </p>
      <p className={styles.place} data-end={place.startsWith('at its') || undefined}>
        {place}
      </p>
      <RangeBar
        min={range.min}
        max={range.max}
        isLog={range.isLog}
        span={[min, max]}
        ends={[
          show(range.min < min || min === 0n ? min : range.min),
          range.isOpen ? 'no limit' : show(range.max),
        ]}
        marks={[
          ...(target === undefined ? [] : [{ at: target, kind: 'target' as const }]),
          { at: value, kind: 'force' },
        ]}
      />
      <p className="visually-hidden">
        Voted bounds: {show(min)} to {show(max)}.
      </p>
      {target !== undefined && (
        <p className={styles.asked} data-target={String(target)}>
          {target === value ? (
            'As the model asks'
          ) : (
            <>
              Model asks for <b>{show(target)}</b>,{' '}
              <span data-way={isLooser(field, value, target) ? 'loose' : 'tight'}>
                {isLooser(field, value, target) ? 'looser' : 'tighter'}
              </span>
            </>
          )}
        </p>
      )}
      {explanation !== undefined && target !== value && (
        <p className={styles.why} data-limit={explanation.limit}>
          {explanation.text}
        </p>
      )}
    </li>
  )
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
