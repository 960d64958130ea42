import { useMemo, useState } from 'react'
import { formatUtc } from '../../client/formatUtc.ts'
import { type Bounds, type ParameterField, parameterFields } from '../../core/index.ts'
import { nameParameter } from '../../governance/index.ts'
import type { TimeRange } from '../charts/chart.ts'
import { describeError } from '../data/useReading.ts'
import { Notice } from '../ui/Notice.tsx'
import { Loading } from '../ui/ReadingView.tsx'
import type { Comparison } from './messages.ts'
import { ParameterComparison } from './ParameterComparison.tsx'
import type { ComparisonState } from './useComparison.ts'
import styles from './whatIf.module.css'

/**
 * Before and after, parameter by parameter: those that differ, or whose bounds do.
 *
 * @param alwaysShown - Shown even if nothing of it differs.
 */
export function ComparisonView(props: {
  state: Pick<ComparisonState, 'comparison' | 'error'>
  alwaysShown?: readonly ParameterField[]
}) {
  const { state, alwaysShown = none } = props
  const { comparison, error } = state
  return (
    <>
      {error !== undefined && (
        <Notice tone="danger" title="The model cannot be run" isAnnounced>
          <p>{describeError(error)}</p>
        </Notice>
      )}
      {comparison !== undefined && <Charts comparison={comparison} alwaysShown={alwaysShown} />}
      {comparison === undefined && error === undefined && (
        <Loading what="what the model makes of it" />
      )}
    </>
  )
}

const none: readonly ParameterField[] = []

function Charts(props: { comparison: Comparison; alwaysShown: readonly ParameterField[] }) {
  const { comparison, alwaysShown } = props
  const { at, isWarm, before, after } = comparison
  const [range, setRange] = useState<TimeRange>()
  const [hasTargets, setTargets] = useState(false)
  const moved = useMemo(() => listMoved(comparison), [comparison])
  const shown = parameterFields.filter((of) => moved.includes(of) || alwaysShown.includes(of))
  const same = parameterFields.filter((of) => !shown.includes(of)).map(nameParameter)
  const [from, to] = [at[0] ?? 0, at.at(-1) ?? 0].map((of) => formatUtc(BigInt(Math.round(of))))
  return (
    <div className={styles.comparison}>
      <p className={styles.about}>
        {at.length.toLocaleString('en')} observations from {from} to {to}; {before.pushes} pushes
        before, {after.pushes} after.{' '}
        {after.refused > 0 &&
          `The model refuses ${after.refused.toLocaleString('en')} of the observations. `}
        Pushes are those of a bot with the usual settings;{' '}
        {isWarm
          ? 'the day before is run, too, so that both are under way.'
          : 'both begin on the fallback, as a market does that awaits its first evidence.'}
      </p>
      <label className={styles.check}>
        <input
          type="checkbox"
          checked={hasTargets}
          onChange={({ target }) => setTargets(target.checked)}
        />
        Show what the model asks for, too
      </label>
      {shown.length === 0 && (
        <p className={styles.empty}>
          Nothing differs: at every observation readers would have got the same values.
        </p>
      )}
      <div className={styles.charts}>
        {shown.map((field) => {
          const index = parameterFields.indexOf(field)
          return (
            <ParameterComparison
              key={field}
              comparison={comparison}
              index={index}
              hasTarget={hasTargets}
              range={range}
              onRange={setRange}
            />
          )
        })}
      </div>
      {same.length > 0 && shown.length > 0 && (
        <p className={styles.about}>The same all along: {same.join(', ')}.</p>
      )}
    </div>
  )
}

/** Parameters that differ, in force or asked for, or of which a bound does. */
function listMoved({ fields, beforeBounds, afterBounds }: Comparison): ParameterField[] {
  return fields
    .filter(({ field, differing, asked }) => {
      return differing > 0 || asked > 0 || hasOtherBounds(beforeBounds, afterBounds, field)
    })
    .map(({ field }) => field)
}

function hasOtherBounds(before: Bounds, after: Bounds, field: ParameterField): boolean {
  const groups = ['min', 'max', 'stepUp', 'stepDown', 'budget'] as const
  return groups.some((group) => before[group][field] !== after[group][field])
}
