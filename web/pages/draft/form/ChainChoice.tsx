import type { Issue } from '../../../../governance/errors.ts'
import { nameChain, type RemoteChain } from '../../../../governance/index.ts'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'

/** Which other chain a change is for. */
export function ChainChoice(props: {
  place: string
  chainId: string
  chains: readonly RemoteChain[]
  issue: Issue | undefined
  onChange: (chainId: string) => void
}) {
  const { place, chainId, chains, issue, onChange } = props
  const id = idOf(`${place}.chainId`)
  const isKnown = chains.some((chain) => `${chain.chainId}` === chainId)
  return (
    <div className={styles.field}>
      <label htmlFor={id}>Chain</label>
      <select
        id={id}
        value={chainId}
        aria-invalid={issue !== undefined}
        aria-describedby={`${id}-help`}
        onChange={({ target }) => onChange(target.value)}
      >
        {!isKnown && <option value={chainId}>{chainId || 'choose'}</option>}
        {chains.map((chain) => (
          <option key={`${chain.chainId}`} value={`${chain.chainId}`}>
            {nameChain(chain)}
          </option>
        ))}
      </select>
      <div id={`${id}-help`} className={issue === undefined ? styles.help : styles.error}>
        {issue === undefined
          ? 'It takes effect there: after the vote here, once its messages have arrived and the timelock there has passed.'
          : `Allowed is ${issue.allowed}`}
      </div>
    </div>
  )
}
