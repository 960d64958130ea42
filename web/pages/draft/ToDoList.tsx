import { useEffect, useState } from 'react'
import type { Issue } from '../../../governance/errors.ts'
import { type ChangeKind, describeFields, type ExaminedDraft } from '../../../governance/index.ts'
import { Loading } from '../../ui/ReadingView.tsx'
import styles from './draft.module.css'
import { type DraftForm, kindMeanings } from './model/draftForm.ts'
import { countToDo, sayIssue, sortIssues } from './model/sortIssues.ts'

/** After which the count is said aloud, milliseconds: not at each key. */
const QUIET_MS = 1_500
/** More than these are counted. */
const MAX_SHOWN = 12

/** What is left to do before the draft can be proposed; each line leads to its place. */
export function ToDoList(props: {
  examined: ExaminedDraft
  form: DraftForm
  /** Known what is in force. */
  isKnown: boolean
  onGo: (issue: Issue) => void
}) {
  const { examined, form, isKnown, onGo } = props
  const { issues, document } = examined
  const toDo = sortIssues(issues)
  const count = document === undefined && issues.length === 0 ? '' : countToDo(toDo)
  const said = useQuiet(count)
  return (
    <>
      <div className="visually-hidden" role="status">
        {said}
      </div>
      {document !== undefined && (
        <div className={styles.done} data-tone="good">
          <strong>Complete.</strong>{' '}
          {form.changes.length === 1 ? 'One change' : `${form.changes.length} changes`} that the
          contract would take.
        </div>
      )}
      {issues.length > 0 && (
        <div className={styles.toDo} data-tone={toDo.wrong.length > 0 ? 'warn' : 'info'}>
          <List title="To correct" issues={toDo.wrong} form={form} onGo={onGo} />
          <List title="Still to fill in" issues={toDo.missing} form={form} onGo={onGo} />
        </div>
      )}
      {!isKnown && issues.length === 0 && <Loading what="what is in force" />}
    </>
  )
}

function List(props: {
  title: string
  issues: readonly Issue[]
  form: DraftForm
  onGo: (issue: Issue) => void
}) {
  const { title, issues, form, onGo } = props
  if (issues.length === 0) return null
  const shown = issues.slice(0, MAX_SHOWN)
  return (
    <section aria-label={title}>
      <strong>{title}</strong>
      <ul>
        {shown.map((issue, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two issues may say the same
          <li key={index}>
            <button type="button" className={styles.go} onClick={() => onGo(issue)}>
              {namePlace(issue, form)}
            </button>
            <span className={styles.help}>: {sayIssue(issue)}</span>
          </li>
        ))}
      </ul>
      {issues.length > shown.length && <p>and {issues.length - shown.length} more</p>}
    </section>
  )
}

/** Where an issue is, in words: `Change 1, largest band`. */
function namePlace({ path, line }: Issue, { changes }: DraftForm): string {
  const [first, index, ...rest] = path.split('.')
  if (first !== 'changes' || index === undefined) {
    const known = { title: 'Title', summary: 'Summary', changes: 'Changes', gimbal: 'Version' }
    const name = known[path as keyof typeof known] ?? (path || 'The text')
    return path === '' && line !== undefined ? `${name}, line ${line}` : name
  }
  const kind = changes[Number(index)]?.kind
  return `Change ${Number(index) + 1}, ${nameField(rest, kind)}`
}

function nameField(path: readonly string[], kind: ChangeKind | undefined): string {
  const whole = path.join('.')
  const words = { rationale: 'why', market: 'market', markets: 'markets', '': 'as a whole' }
  const known = words[whole as keyof typeof words]
  if (known !== undefined) return known
  if (path[0] === 'reporters' && path.length > 1) return `reporter ${Number(path[1]) + 1}`
  if (kind !== undefined && whole === kind) return kindMeanings[kind].title.toLowerCase()
  const fields = [...(kind === undefined ? [] : describeFields(kind)), ...describeFields('market')]
  return fields.find((field) => field.path === whole)?.label ?? whole
}

/** A text once it has stood for a while. */
function useQuiet(text: string): string {
  const [said, say] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => say(text), QUIET_MS)
    return () => clearTimeout(timer)
  }, [text])
  return said
}
