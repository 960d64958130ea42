import { type FormEvent, useState } from 'react'
import type { Hex } from 'viem'
import { formatMarket } from '../../../governance/index.ts'
import { isUpdateName } from '../../../verify/resolveUpdate.ts'
import { Button } from '../../ui/Button.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { type Choices, findWitnessFault } from './choices.ts'
import styles from './verify.module.css'

/** What to verify, and by whom. */
export function VerifyForm(props: {
  choices: Choices
  markets: readonly Hex[]
  /** Of those that the page may ask. */
  origins: readonly string[]
  onChange: (choices: Choices) => void
  onVerify: (which: string) => void
}) {
  const { choices, markets, origins, onChange, onVerify } = props
  const [text, setText] = useState('')
  const [fault, setFault] = useState<string>()
  const [witness, setWitness] = useState(choices.witnessUrl ?? '')
  const witnessFault = findWitnessFault(witness, origins)

  function submit(event: FormEvent) {
    event.preventDefault()
    const named = text.trim()
    if (!isUpdateName(named) && named !== 'latest') {
      setFault("Give block and log such as 2467-1, an id or its beginning, or a transaction's hash")
      return
    }
    onVerify(named)
  }
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextField
        label="Update"
        value={text}
        error={fault}
        spellCheck={false}
        autoComplete="off"
        help="Block and log (2467-1), an id or its beginning, or a transaction's hash."
        onChange={({ target }) => {
          setText(target.value)
          setFault(undefined)
        }}
      />
      <div className={styles.buttons}>
        <Button type="submit">Verify it</Button>
        <Button look="primary" onClick={() => onVerify('latest')}>
          Verify the latest
        </Button>
        <Button onClick={() => onVerify('all')}>Verify all</Button>
      </div>
      <details className={styles.more} open={choices.witnessUrl !== undefined}>
        <summary>Market and second node</summary>
        <div className={styles.moreBody}>
          <label className={styles.select}>
            Market
            <select
              value={choices.marketId ?? ''}
              onChange={({ target }) =>
                onChange({
                  marketId: target.value === '' ? undefined : (target.value as Hex),
                  witnessUrl: choices.witnessUrl,
                })
              }
            >
              <option value="">All markets</option>
              {markets.map((id) => (
                <option key={id} value={id}>
                  {formatMarket(id)}
                </option>
              ))}
            </select>
          </label>
          <TextField
            label="Second node"
            type="url"
            value={witness}
            error={witnessFault}
            placeholder="https://"
            spellCheck={false}
            autoComplete="off"
            help="Asked for the hash of the update's block. Everything is proven from that hash: with two nodes that do not know each other, one alone cannot deceive you."
            onChange={({ target }) => {
              setWitness(target.value)
              const given = target.value.trim()
              const isGood = given !== '' && findWitnessFault(given, origins) === undefined
              onChange({
                marketId: choices.marketId,
                witnessUrl: isGood ? given : undefined,
              })
            }}
          />
        </div>
      </details>
    </form>
  )
}
