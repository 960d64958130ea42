import styles from './ui.module.css'

export interface RangeMark {
  at: bigint
  kind: 'force' | 'target' | 'before'
}

/**
 * Values on the range of a field, drawn; the words that say the same belong beside it, so that it is hidden from screen
 * readers.
 *
 * @param span - A part of the range that is meant, such as that between the voted bounds.
 * @param isLog - For fields whose ranges span orders of magnitude; a value of 0 stands at the left end.
 */
export function RangeBar(props: {
  min: bigint
  max: bigint
  marks: readonly RangeMark[]
  span?: readonly [bigint, bigint]
  ends?: readonly [string, string]
  isLog?: boolean
}) {
  const { min, max, marks, span, ends, isLog = false } = props
  const place = (value: bigint) => `${placeOnRange(value, min, max, isLog) * 100}%`
  return (
    <div className={styles.range} aria-hidden="true">
      <div className={styles.rangeTrack}>
        {span !== undefined && (
          <div
            className={styles.rangeSpan}
            style={{
              left: place(span[0]),
              right: `${(1 - placeOnRange(span[1], min, max, isLog)) * 100}%`,
            }}
          />
        )}
        {marks.map(({ at, kind }) => (
          <div
            key={kind}
            className={styles.rangeMark}
            data-kind={kind}
            style={{ left: place(at) }}
          />
        ))}
      </div>
      {ends !== undefined && (
        <div className={styles.rangeEnds}>
          <span>{ends[0]}</span>
          <span>{ends[1]}</span>
        </div>
      )}
    </div>
  )
}

/** Where a value stands between two ends, 0 to 1. */
export function placeOnRange(value: bigint, min: bigint, max: bigint, isLog: boolean): number {
  if (max <= min) return 0.5
  const inside = value < min ? min : value > max ? max : value
  if (!isLog) return Number(inside - min) / Number(max - min)
  const log = (of: bigint) => Math.log(Math.max(1, Number(of)))
  return (log(inside) - log(min)) / (log(max) - log(min))
}
