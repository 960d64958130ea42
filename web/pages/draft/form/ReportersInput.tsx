import type { Issue } from '../../../../governance/errors.ts'
import { Button } from '../../../ui/Button.tsx'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'
import { isMissing, sayIssue } from '../model/sortIssues.ts'
import { capitalizeFirst } from './words.ts'

/**
 * The whole list of those who may sign; the list that is in force until somebody changes it.
 *
 * @param issues - By path: `reporters`, `reporters.0`.
 * @param onChange - With undefined: it is to be as it is in force.
 */
export function ReportersInput(props: {
  place: string
  reporters: readonly string[] | undefined
  inForce: readonly string[] | undefined
  issues: ReadonlyMap<string, Issue>
  onChange: (reporters: readonly string[] | undefined) => void
}) {
  const { place, reporters, inForce, issues, onChange } = props
  const shown = reporters ?? inForce ?? []
  const set = (next: readonly string[]) =>
    onChange(inForce !== undefined && next.join() === inForce.join() ? undefined : next)
  const whole = issues.get('reporters')
  return (
    <fieldset
      className={styles.reporters}
      id={idOf(`${place}.reporters`)}
      tabIndex={-1}
      data-changed={reporters !== undefined}
    >
      <legend>Reporters</legend>
      <p className={styles.help}>
        Who may sign evidence, by the addresses of their keys; their order does not matter.
      </p>
      {shown.map((reporter, index) => {
        const issue = issues.get(`reporters.${index}`)
        const id = idOf(`${place}.reporters.${index}`)
        const isNew = inForce !== undefined && !inForce.includes(reporter)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: an address that is being typed has no other name
          <div key={index} className={styles.reporter}>
            <label htmlFor={id}>
              Reporter {index + 1}
              {isNew && reporter !== '' ? ' (new)' : ''}
            </label>
            <input
              id={id}
              type="text"
              value={reporter}
              spellCheck={false}
              autoComplete="off"
              className={`${styles.long} ${styles.address}`}
              aria-invalid={issue !== undefined && reporter !== ''}
              aria-describedby={issue === undefined ? undefined : `${id}-error`}
              onChange={({ target }) => set(shown.with(index, target.value.trim()))}
            />
            <Button
              look="quiet"
              isSmall
              aria-label={`Remove reporter ${index + 1}`}
              onClick={() => set(shown.toSpliced(index, 1))}
            >
              Remove
            </Button>
            {issue !== undefined && (
              <div id={`${id}-error`} className={styles.error}>
                Allowed is {issue.allowed}
              </div>
            )}
          </div>
        )
      })}
      {whole !== undefined && (
        <div className={isMissing(whole) ? styles.help : styles.error}>
          {capitalizeFirst(sayIssue(whole))}
        </div>
      )}
      <div className={styles.row}>
        <Button isSmall onClick={() => set([...shown, ''])}>
          Add a reporter
        </Button>
        {reporters !== undefined && inForce !== undefined && (
          <Button isSmall look="quiet" onClick={() => onChange(undefined)}>
            Undo: the list in force
          </Button>
        )}
      </div>
    </fieldset>
  )
}
