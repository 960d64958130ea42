import type { Issue } from '../../../../governance/errors.ts'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'
import { isMissing, sayIssue } from '../model/sortIssues.ts'
import { capitalizeFirst } from './words.ts'

/** Of which market a change is: one that there is, or the name of a new one. */
export function MarketChoice(props: {
  place: string
  isNew: boolean
  market: string
  known: readonly string[]
  issue: Issue | undefined
  onChange: (market: string) => void
}) {
  const { place, isNew, market, known, issue, onChange } = props
  const id = idOf(`${place}.market`)
  const told = market === '' ? undefined : issue
  const shared = {
    id,
    value: market,
    'aria-invalid': told !== undefined,
    'aria-describedby': `${id}-help`,
  }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{isNew ? 'Name of the market' : 'Market'}</label>
      {isNew ? (
        <input
          {...shared}
          type="text"
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => onChange(target.value)}
        />
      ) : (
        <select {...shared} onChange={({ target }) => onChange(target.value)}>
          {!known.includes(market) && <option value={market}>{market || 'choose'}</option>}
          {known.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
      <div id={`${id}-help`} className={told === undefined ? styles.help : styles.error}>
        {told !== undefined
          ? `Allowed is ${told.allowed}`
          : isNew
            ? 'Such as weth-usdc: a-z, 0-9 and -, at most 31 of them. It can never be renamed.'
            : undefined}
      </div>
    </div>
  )
}

/** The markets that get another model. */
export function MarketsChoice(props: {
  place: string
  markets: readonly string[]
  known: readonly string[]
  issues: ReadonlyMap<string, Issue>
  onChange: (markets: readonly string[]) => void
}) {
  const { place, markets, known, issues, onChange } = props
  const all = [...new Set([...known, ...markets])]
  const told = [...issues].filter(([path]) => path.startsWith('markets')).map(([, issue]) => issue)
  return (
    <fieldset className={styles.markets} id={idOf(`${place}.markets`)} tabIndex={-1}>
      <legend>Markets</legend>
      {all.map((name) => (
        <label key={name} className={styles.check}>
          <input
            type="checkbox"
            checked={markets.includes(name)}
            onChange={({ target }) =>
              onChange(
                target.checked ? [...markets, name] : markets.filter((other) => other !== name),
              )
            }
          />
          {name === '' ? 'no name' : name}
        </label>
      ))}
      {told.map((issue) => (
        <div key={issue.path} className={isMissing(issue) ? styles.help : styles.error}>
          {capitalizeFirst(sayIssue(issue))}
        </div>
      ))}
    </fieldset>
  )
}
