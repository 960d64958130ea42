import { useState } from 'react'
import type { Issue } from '../../../../governance/errors.ts'
import type { FieldDescription, FieldDiff } from '../../../../governance/index.ts'
import { Badge } from '../../../ui/Notice.tsx'
import styles from '../draft.module.css'
import { isMissing } from '../model/sortIssues.ts'
import { FieldInput } from './FieldInput.tsx'
import type { Section } from './listSections.ts'

/** What the fields of one change know. */
export interface FieldState {
  /** Of the change: `changes.0`. */
  place: string
  /** All of it is new: nothing stands out, and nothing is open. */
  isAddition: boolean
  values: Readonly<Record<string, string>>
  /** Undefined: nothing is, or it is not known. */
  inForce: Readonly<Record<string, string>> | undefined
  issues: ReadonlyMap<string, Issue>
  /** By path; undefined: not known yet. */
  changes: ReadonlyMap<string, FieldDiff> | undefined
  onValue: (path: string, value: string | undefined) => void
}

/** Fields under one heading, which hides them while nothing of them changes. */
export function FieldSection({ section, state }: { section: Section; state: FieldState }) {
  const { title, meaning, fields } = section
  const changed = fields.filter(({ path }) => path in state.values).length
  const issues = fields.flatMap(({ path }) => state.issues.get(path) ?? [])
  const missing = issues.filter(isMissing).length
  const wrong = issues.length - missing
  const isNew = state.isAddition
  const [isOpenFirst] = useState(wrong > 0 || (changed > 0 && !isNew))
  const range = describeSection(section, state)
  const grid = (
    <div className={styles.grid}>
      {fields.map((field) => (
        <Field key={field.path} field={field} state={state} />
      ))}
    </div>
  )
  if (title === undefined) return grid
  return (
    <details className={styles.section} open={isOpenFirst}>
      <summary>
        <span className={styles.sectionTitle}>{title}</span>
        <span className={styles.help}>{range ?? meaning}</span>
        {changed > 0 && !isNew && <Badge tone="info">{changed} set</Badge>}
        {missing > 0 && <Badge tone="info">{missing} to fill in</Badge>}
        {wrong > 0 && <Badge tone="danger">{wrong} to correct</Badge>}
      </summary>
      {range !== undefined && <p className={styles.help}>{meaning}</p>}
      {grid}
    </details>
  )
}

function Field({ field, state }: { field: FieldDescription; state: FieldState }) {
  const { place, values, inForce, issues, changes, onValue } = state
  const { path } = field
  const issue = issues.get(path)
  const value = values[path]
  const isSame = issue === undefined && changes !== undefined && !changes.has(path)
  return (
    <FieldInput
      place={`${place}.${path}`}
      field={field}
      value={value}
      inForce={inForce === undefined ? undefined : (inForce[path] ?? '')}
      issue={issue}
      change={changes?.get(path)}
      isSame={isSame && inForce !== undefined}
      onChange={(next) => onValue(path, next)}
    />
  )
}

/** The range of a parameter as it would be; undefined where the fields have none. */
function describeSection({ fields }: Section, { values, inForce }: FieldState): string | undefined {
  const get = (group: string) => {
    const path = fields.find((field) => field.path.startsWith(`bounds.${group}.`))?.path
    return path === undefined ? undefined : (values[path] ?? inForce?.[path])
  }
  const [min, max] = [get('min'), get('max')]
  return min === undefined || max === undefined ? undefined : `${min} to ${max}`
}
