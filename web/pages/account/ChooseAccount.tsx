import { type FormEvent, useState } from 'react'
import { type Address, isAddress } from 'viem'
import { Link, useLocation } from 'wouter'
import { Button } from '../../ui/Button.tsx'
import { Panel } from '../../ui/Page.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './account.module.css'

/**
 * The address of another account.
 *
 * @param own - Of the wallet, where another one is shown.
 */
export function ChooseAccount({ own }: { own: Address | undefined }) {
  const [, navigate] = useLocation()
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  const show = (event: FormEvent) => {
    event.preventDefault()
    const address = text.trim()
    if (!isAddress(address)) {
      setError('Give 0x and 40 hex digits; of an address with capitals each has to be right.')
      return
    }
    setError(undefined)
    setText('')
    navigate(`/account/${address}`)
  }
  return (
    <Panel title="Another account">
      <form className={styles.choose} onSubmit={show} noValidate>
        <TextField
          label="Address"
          value={text}
          error={error}
          onChange={({ target }) => setText(target.value)}
          autoComplete="off"
          spellCheck={false}
          placeholder="0x…"
        />
        <Button type="submit">Show it</Button>
        {own !== undefined && <Link href="/account">Back to your own</Link>}
      </form>
    </Panel>
  )
}
