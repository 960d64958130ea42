import { useId } from 'react'
import type { Choice } from '../../client/createVoteCall.ts'
import type { Way, WayFacts } from './listWays.ts'
import styles from './voting.module.css'

const choices = [
  ['for', 'For'],
  ['against', 'Against'],
  ['abstain', 'Abstain'],
] as const

/** For, against or abstain. */
export function ChoiceFields(props: {
  choice: Choice | undefined
  onChoice: (choice: Choice) => void
}) {
  const name = useId()
  return (
    <fieldset className={styles.fields}>
      <legend>Your choice</legend>
      <div className={styles.choices}>
        {choices.map(([choice, label]) => (
          <label key={choice} className={styles.choice} data-choice={choice}>
            <input
              type="radio"
              name={name}
              checked={props.choice === choice}
              onChange={() => props.onChoice(choice)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** On chain, by signature or on Snapshot, each with what it means. */
export function WayFields(props: {
  ways: readonly WayFacts[]
  way: Way | undefined
  onWay: (way: Way) => void
}) {
  const name = useId()
  return (
    <fieldset className={styles.fields}>
      <legend>How you vote</legend>
      <div className={styles.ways}>
        {props.ways.map(({ way, title, meaning, obstacle }) => (
          <div key={way} className={styles.way} data-open={obstacle === undefined}>
            <input
              type="radio"
              id={`${name}-${way}`}
              name={name}
              checked={props.way === way}
              disabled={obstacle !== undefined}
              onChange={() => props.onWay(way)}
              aria-describedby={`${name}-${way}-meaning`}
            />
            <label htmlFor={`${name}-${way}`}>{title}</label>
            <p id={`${name}-${way}-meaning`}>{obstacle ?? meaning}</p>
          </div>
        ))}
      </div>
    </fieldset>
  )
}

/** More costs gas on chain, and Snapshot takes no more. */
const MAX_REASON = 1_000

/** Why, for everybody to read. */
export function ReasonField(props: { reason: string; onReason: (reason: string) => void }) {
  const id = useId()
  return (
    <div className={styles.reason}>
      <label htmlFor={id}>Reason (optional)</label>
      <textarea
        id={id}
        rows={3}
        maxLength={MAX_REASON}
        value={props.reason}
        onChange={({ target }) => props.onReason(target.value)}
        aria-describedby={`${id}-help`}
      />
      <p id={`${id}-help`} className={styles.soft}>
        Everybody can read it, for ever.
      </p>
    </div>
  )
}
