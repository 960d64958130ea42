import { useState } from 'react'
import type { Issue } from '../../../../governance/errors.ts'
import type { FieldDescription, FieldDiff } from '../../../../governance/index.ts'
import { WayBadge } from '../../../diff/WayBadge.tsx'
import { Button } from '../../../ui/Button.tsx'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'
import { useLater } from '../useLater.ts'
import { capitalizeFirst } from './words.ts'

const ways = { up: 'higher is looser', down: 'lower is looser', neither: undefined } as const
/**
 * One value of a change. It starts as it is in force; what is left so, or typed so again, is no part of the draft.
 *
 * @param value - As somebody typed it; undefined: left as it is.
 * @param inForce - Undefined: nothing is.
 * @param change - How it differs from what is in force; undefined: it does not, or that is not known.
 * @param onChange - With undefined: it is to be as it is in force.
 */
export function FieldInput(props: {
  place: string
  field: FieldDescription
  value: string | undefined
  inForce: string | undefined
  issue: Issue | undefined
  change: FieldDiff | undefined
  isSame: boolean
  onChange: (value: string | undefined) => void
}) {
  const { place, field, value, inForce, issue, change, isSame, onChange } = props
  const { label, meaning, allowed, looser, form } = field
  const [wasLeft, setLeft] = useState(false)
  const id = idOf(place)
  // Nobody is told that he has not written yet what he is about to write.
  const told = useLater(issue !== undefined && (wasLeft || value !== '') ? issue : undefined)
  const set = (next: string) => onChange(next === inForce ? undefined : next)
  const leave = () => {
    setLeft(true)
    if (isSame && value !== undefined) onChange(undefined)
  }
  // What stands in a form of its own needs no name of it.
  const shortLabel = /^(source|fallback)\./.test(field.path) ? field.name : label
  const shown = value ?? inForce ?? ''
  const described = `${id}-help${told === undefined ? '' : ` ${id}-error`}`
  return (
    <div className={styles.field} data-changed={value !== undefined && inForce !== undefined}>
      <div className={styles.fieldHead}>
        <label htmlFor={id}>{shortLabel}</label>
        {change !== undefined && told === undefined && inForce !== undefined && (
          <WayBadge way={change.direction === 'neutral' ? 'none' : change.direction} />
        )}
      </div>
      <div className={styles.fieldBody}>
        {form === 'flag' ? (
          <select
            id={id}
            value={shown}
            onChange={({ target }) => set(target.value)}
            onBlur={leave}
            aria-invalid={told !== undefined}
            aria-describedby={described}
          >
            {!['true', 'false'].includes(shown) && (
              <option value={shown}>{shown || 'choose'}</option>
            )}
            <option value="true">true</option>
            <option value="false">false</option>
          </select>
        ) : (
          <input
            id={id}
            type="text"
            value={shown}
            onChange={({ target }) => set(target.value)}
            onBlur={leave}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            aria-invalid={told !== undefined}
            aria-describedby={described}
            className={form === 'address' || form === 'model' ? styles.address : undefined}
          />
        )}
        {inForce !== undefined && value !== undefined && (
          <Button
            look="quiet"
            isSmall
            onClick={() => onChange(undefined)}
            aria-label={`Undo ${label}: leave it as it is in force, ${inForce}`}
          >
            Undo
          </Button>
        )}
      </div>
      <div id={`${id}-help`} className={styles.help}>
        {inForce !== undefined && value !== undefined && (
          <span className={styles.was}>In force: {inForce}. </span>
        )}
        <span>
          {capitalizeFirst(meaning)}. {capitalizeFirst(allowed)}
          {ways[looser] !== undefined && `; ${ways[looser]}`}.
        </span>
      </div>
      {told !== undefined && (
        <div id={`${id}-error`} className={styles.error}>
          Allowed is {told.allowed}
        </div>
      )}
    </div>
  )
}
