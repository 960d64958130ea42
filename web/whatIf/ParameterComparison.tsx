import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { parameterFields } from '../../core/index.ts'
import { nameParameter } from '../../governance/index.ts'
import type { TimeRange } from '../charts/chart.ts'
import { TimeChart } from '../charts/TimeChart.tsx'
import { chooseUnit } from '../markets/charts/units.ts'
import type { Comparison } from './messages.ts'
import type { FieldComparison } from './model/compareRuns.ts'
import { drawBounds } from './model/drawBounds.ts'
import { sayComparison } from './model/sayComparison.ts'
import styles from './whatIf.module.css'

/** So much above and below what is seen of the page is drawn as if it were seen. */
const NEAR = '100px 0px'

interface ParameterComparisonProps {
  comparison: Comparison
  /** In `parameterFields`. */
  index: number
  hasTarget: boolean
  range: TimeRange | undefined
  onRange: (range: TimeRange) => void
}

/** One parameter, before and after, with what the chart shows in words. What is out of sight follows when there is time. */
export function ParameterComparison(props: ParameterComparisonProps) {
  const { comparison, index, hasTarget, range, onRange } = props
  const place = useRef<HTMLElement>(null)
  const isSeen = useIsSeen(place)
  const later = useDeferredValue(comparison)
  return (
    <section
      ref={place}
      className={styles.parameter}
      aria-label={nameParameter(parameterFields[index] as (typeof parameterFields)[number])}
    >
      <Body
        comparison={isSeen ? comparison : later}
        index={index}
        hasTarget={hasTarget}
        range={range}
        onRange={onRange}
      />
    </section>
  )
}

function useIsSeen(place: { current: HTMLElement | null }): boolean {
  const [isSeen, setSeen] = useState(true)
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const observer = new IntersectionObserver(
      (entries) => setSeen(entries.at(-1)?.isIntersecting === true),
      { rootMargin: NEAR },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [place])
  return isSeen
}

const Body = memo(function Body(props: ParameterComparisonProps) {
  const { comparison, index, hasTarget, range, onRange } = props
  const { at, before, after, beforeBounds, afterBounds } = comparison
  const field = parameterFields[index] as (typeof parameterFields)[number]
  const [own, other] = [before.inForce[index], after.inForce[index]] as [Float64Array, Float64Array]
  const target = after.targets[index] as Float64Array
  const unit = useMemo(() => chooseUnit(field, findLargest(own)), [field, own])
  const { scale } = unit
  // Kept as long as it stays: the chart then has nothing of it to prepare.
  const ownDrawn = useMemo(() => own.map((raw) => raw / scale), [own, scale])
  const otherDrawn = useMemo(() => other.map((raw) => raw / scale), [other, scale])
  const targetDrawn = useMemo(
    () => (hasTarget ? target.map((raw) => raw / scale) : undefined),
    [hasTarget, target, scale],
  )
  const bounds = useMemo(
    () => drawBounds({ at, own, other, field, scale, before: beforeBounds, after: afterBounds }),
    [at, own, other, field, scale, beforeBounds, afterBounds],
  )
  const series = [
    { label: 'before', kind: 'before', shape: 'step', times: at, values: ownDrawn },
    { label: 'after', kind: 'force', shape: 'step', times: at, values: otherDrawn },
    ...(targetDrawn === undefined
      ? []
      : [
          {
            label: 'the model asks for, after',
            kind: 'target',
            shape: 'step',
            times: at,
            values: targetDrawn,
          } as const,
        ]),
    ...bounds.lines,
  ] as const
  const name = nameParameter(field)
  const words = comparison.fields[index] as FieldComparison
  return (
    <>
      <TimeChart
        title={`${name.charAt(0).toUpperCase()}${name.slice(1)}`}
        unit={unit.unit}
        format={unit.format}
        series={series}
        corridor={bounds.corridor}
        range={range}
        onRange={onRange}
      />
      <ul className={styles.words}>
        {[...sayComparison(words, at.length), ...bounds.words].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  )
})

function findLargest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0)
}
