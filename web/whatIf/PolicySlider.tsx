import { memo, useId, useMemo, useState } from 'react'
import type { Policy } from '../../core/index.ts'
import type { FieldSpec, policySpecs } from '../../governance/fields.ts'
import { AmountError, describeFields, formatAmount, parseAmount } from '../../governance/index.ts'
import { Button } from '../ui/Button.tsx'
import { findStop, listStops } from './model/listStops.ts'
import styles from './whatIf.module.css'

/** One figure of a policy: a slider for trying, a text for a value of one's own. */
export const PolicySlider = memo(function PolicySlider(props: {
  spec: (typeof policySpecs)[number]
  value: bigint
  inForce: bigint
  onMove: (field: keyof Policy, value: bigint, inputMs: number) => void
}) {
  const { spec, value, inForce, onMove } = props
  const { field, unit } = spec
  const id = useId()
  const about = describeFields('policy').find(({ path }) => path === `policy.${spec.name}`)
  const stops = useMemo(() => listStops(spec, [inForce]), [spec, inForce])
  const [typed, setTyped] = useState<string>()
  const found = typed === undefined ? undefined : readAmount(spec, typed)
  const fault = typeof found === 'string' ? found : undefined
  const text = formatAmount(value, unit)
  const label = about?.label ?? spec.name
  const type = (next: string, inputMs: number) => {
    setTyped(next)
    const read = readAmount(spec, next)
    if (typeof read === 'bigint' && read !== value) onMove(field, read, inputMs)
  }
  const move = (next: bigint, inputMs: number) => {
    setTyped(undefined)
    onMove(field, next, inputMs)
  }
  return (
    <div className={styles.slider} data-changed={value !== inForce}>
      <label htmlFor={id}>{label}</label>
      <input
        type="text"
        aria-label={`${label}, as a text`}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-help${fault === undefined ? '' : ` ${id}-error`}`}
        value={typed ?? text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target, timeStamp }) => type(target.value, timeStamp)}
        onBlur={() => fault === undefined && setTyped(undefined)}
      />
      <input
        id={id}
        type="range"
        min={0}
        max={stops.length - 1}
        step={1}
        value={findStop(stops, value)}
        aria-valuetext={text}
        aria-describedby={`${id}-help`}
        onChange={({ target, nativeEvent }) =>
          move(stops[Number(target.value)] ?? value, nativeEvent.timeStamp)
        }
      />
      {fault !== undefined && (
        <div id={`${id}-error`} className={styles.fault} role="status">
          Allowed is {fault}
        </div>
      )}
      <div id={`${id}-help`} className={styles.help}>
        {about?.meaning}. {about?.allowed}.
        {value !== inForce && (
          <>
            {' '}
            In force: {formatAmount(inForce, unit)}.
            <Button
              look="quiet"
              isSmall
              aria-label={`Put ${label} back to ${formatAmount(inForce, unit)}`}
              onClick={({ timeStamp }) => move(inForce, timeStamp)}
            >
              Put back
            </Button>
          </>
        )}
      </div>
    </div>
  )
})

/** The number of a text, or what is allowed in its place. */
function readAmount(spec: FieldSpec, text: string): bigint | string {
  const { min, max, unit } = spec
  try {
    const raw = parseAmount(text, unit)
    if (raw >= min && raw <= max) return raw
    return `${formatAmount(min, unit)} to ${formatAmount(max, unit)}`
  } catch (error) {
    if (error instanceof AmountError) return error.allowed
    throw error
  }
}
