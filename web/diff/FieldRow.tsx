import { type FieldDiff, type FieldValue, splitFigure } from '../../governance/index.ts'
import { RangeBar, type RangeMark } from '../ui/RangeBar.tsx'
import styles from './diff.module.css'
import { WayBadge } from './WayBadge.tsx'
import { compareMembers, isDrawnInLog, sayLooser, sayPlace } from './words.ts'

/** One field: its name, old and new, which way that is, and where both stand in the range that is allowed. */
export function FieldRow({ field, hasCounted }: { field: FieldDiff; hasCounted: boolean }) {
  const { label, from, to, direction } = field
  const members = compareMembers(field)
  return (
    <li className={styles.field}>
      <div className={styles.name}>
        <strong>{label}</strong>
        <span className={styles.soft}>{sayLooser(field)}</span>
      </div>
      <div className={styles.values}>
        {members.length > 0 ? (
          <ul className={styles.members}>
            {members.map(({ text, fate }) => (
              <li key={text} data-fate={fate}>
                <code>{text}</code> <span className={styles.soft}>{fate}</span>
              </li>
            ))}
          </ul>
        ) : (
          <Change from={from} to={to} hasCounted={hasCounted} />
        )}
        <WayBadge way={direction === 'neutral' ? 'none' : direction} />
      </div>
      <Range field={field} />
    </li>
  )
}

/** `before → after`; for who hears it: `from before to after`. */
export function Change(props: {
  from: FieldValue | undefined
  to: FieldValue
  hasCounted: boolean
}) {
  const { from, to, hasCounted } = props
  return (
    <span className={styles.moved}>
      {from !== undefined && (
        <>
          <span className="visually-hidden">from </span>
          <Figure value={from} isOld hasCounted={hasCounted} />
          <span aria-hidden="true" className={styles.arrow}>
            →
          </span>
          <span className="visually-hidden"> to </span>
        </>
      )}
      <Figure value={to} hasCounted={hasCounted} />
    </span>
  )
}

function Figure(props: { value: FieldValue; isOld?: boolean; hasCounted: boolean }) {
  const { value, isOld = false, hasCounted } = props
  const { shown, counted } = splitFigure(value.text)
  return (
    <span className={isOld ? styles.old : styles.new}>
      {shown}
      {hasCounted && counted !== undefined && <code className={styles.counted}> {counted}</code>}
    </span>
  )
}

function Range({ field }: { field: FieldDiff }) {
  const { from, to, range } = field
  const [min, max] = [range?.min.raw, range?.max.raw]
  if (range === undefined || min === undefined || max === undefined || to.raw === undefined) {
    return <div />
  }
  const isLog = isDrawnInLog(field)
  const before: RangeMark[] = from?.raw === undefined ? [] : [{ at: from.raw, kind: 'before' }]
  const ends = [splitFigure(range.min.text).shown, splitFigure(range.max.text).shown] as const
  return (
    <div>
      <RangeBar
        min={min}
        max={max}
        isLog={isLog}
        marks={[...before, { at: to.raw, kind: 'force' }]}
        {...(from?.raw !== undefined && { span: order(from.raw, to.raw) })}
        ends={[ends[0], isLog ? `${ends[1]} (powers of ten)` : ends[1]]}
      />
      <span className="visually-hidden">
        allowed {ends[0]} to {ends[1]}; {sayPlace(field)}
      </span>
    </div>
  )
}

const order = (a: bigint, b: bigint): readonly [bigint, bigint] => (a < b ? [a, b] : [b, a])
