import { type RefObject, useId } from 'react'
import type { Issue } from '../../../governance/errors.ts'
import styles from './draft.module.css'

/** The same draft as its text. */
export function TextSide(props: {
  text: string
  issues: readonly Issue[]
  area: RefObject<HTMLTextAreaElement | null>
  onWrite: (text: string) => void
}) {
  const { text, issues, area, onWrite } = props
  const id = useId()
  const lines = [...new Set(issues.flatMap(({ line }) => (line === undefined ? [] : [line])))]
  return (
    <div className={styles.field}>
      <label htmlFor={id}>The draft as YAML</label>
      <textarea
        ref={area}
        id={id}
        className={styles.code}
        value={text}
        rows={Math.min(40, Math.max(16, text.split('\n').length + 1))}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-describedby={`${id}-help`}
        onChange={({ target }) => onWrite(target.value)}
      />
      <div id={`${id}-help`} className={styles.help}>
        The form follows what is written here, and writes here itself; comments stay.
        {lines.length > 0 &&
          ` Something is wrong in ${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, 10).join(', ')}${lines.length > 10 ? ' …' : ''}.`}
      </div>
    </div>
  )
}
