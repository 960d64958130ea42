import { memo, useId, useMemo, useState } from 'react'
import type { Policy } from '../../core/index.ts'
import type { FieldSpec, policySpecs } from '../../governance/fields.ts'
import { AmountError, describeFields, formatAmount, parseAmount } from '../../governance/index.ts'
import { Button } from '../ui/Button.tsx'
import { findStop, listStops } from './model/listStops.ts'
import styles from './whatIf.module.css'

type PolicySpec = (typeof policySpecs)[number]

function describe({ name }: PolicySpec) {
  return describeFields('policy').find(({ path }) => path === `policy.${name}`)
}

/** What a figure is, and from where to where it goes. */
export function explain(spec: PolicySpec): string {
  const { label = spec.name, meaning = '', allowed = '' } = describe(spec) ?? {}
  const text = `${label}: ${meaning}. ${allowed}.`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** One figure of a policy: a slider for trying, a text for a value of one's own. */
export const PolicySlider = memo(function PolicySlider(props: {
  spec: PolicySpec
  value: bigint
  inForce: bigint
  onMove: (field: keyof Policy, value: bigint, inputMs: number) => void
  onTouch: (spec: PolicySpec) => void
}) {
  const { spec, value, inForce, onMove, onTouch } = props
  const { field, unit } = spec
  const id = useId()
  const stops = useMemo(() => listStops(spec, [inForce]), [spec, inForce])
  const [typed, setTyped] = useState<string>()
  const found = typed === undefined ? undefined : readAmount(spec, typed)
  const fault = typeof found === 'string' ? found : undefined
  const text = formatAmount(value, unit)
  const label = describe(spec)?.label ?? spec.name
  const touch = () => onTouch(spec)
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
        onFocus={touch}
        onPointerEnter={touch}
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
        onFocus={touch}
        onPointerEnter={touch}
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
      {value !== inForce && (
        <div className={styles.was}>
          In force: {formatAmount(inForce, unit)}
          <Button
            look="quiet"
            isSmall
            aria-label={`Put back ${label}, to ${formatAmount(inForce, unit)}`}
            onClick={({ timeStamp }) => move(inForce, timeStamp)}
          >
            Put back
          </Button>
        </div>
      )}
      <div id={`${id}-help`} className={styles.help}>
        {explain(spec)}
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
