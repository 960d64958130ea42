import { useId, useMemo, useState } from 'react'
import { type Address, isAddress, isAddressEqual, zeroAddress } from 'viem'
import {
  createDelegateCall,
  describeDelegation,
  isDelegateOf,
} from '../../../client/describeDelegation.ts'
import type { Holding } from '../../../client/readHolding.ts'
import { useSession } from '../../network/session.ts'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { Words } from '../../ui/texts.tsx'
import { CallButton } from '../../wallet/CallButton.tsx'
import styles from './account.module.css'
import { useHolding } from './useHolding.ts'

/** Who casts the votes of the account's tokens: itself, another, nobody. */
export function DelegatePanel({ account }: { account: Address }) {
  const reading = useHolding(account)
  return (
    <Panel title="Delegate">
      <ReadingView reading={reading} what="the delegate">
        {(holding) => <DelegateForm holding={holding} />}
      </ReadingView>
    </Panel>
  )
}

type To = 'self' | 'other' | 'nobody'

const options: readonly (readonly [To, string])[] = [
  ['self', 'Myself'],
  ['other', 'Another account'],
  ['nobody', 'Nobody'],
]

const labels: Readonly<Record<To, string>> = {
  self: 'Delegate to myself',
  other: 'Delegate to this account',
  nobody: 'Take the votes back from everybody',
}

function DelegateForm({ holding }: { holding: Holding }) {
  const { network } = useSession()
  const { account, delegate } = holding
  const name = useId()
  const isOwn = delegate !== undefined && isAddressEqual(delegate, account)
  const [to, setTo] = useState<To>(isOwn ? 'other' : 'self')
  const [text, setText] = useState('')
  const typed = text.trim()
  const delegatee =
    to === 'self'
      ? account
      : to === 'nobody'
        ? zeroAddress
        : isAddress(typed) && !isAddressEqual(typed, zeroAddress)
          ? typed
          : undefined
  const isMoot = delegatee === undefined || isDelegateOf(holding, delegatee)
  const call = useMemo(
    () => (isMoot ? undefined : createDelegateCall(network.addresses.token, delegatee)),
    [isMoot, network, delegatee],
  )
  return (
    <>
      <p className={styles.soft}>
        Tokens count once a delegate casts their votes. They stay yours, and you can change the
        delegate at any time.
      </p>
      <fieldset className={styles.options}>
        <legend>Who casts the votes of your tokens</legend>
        {options.map(([option, label]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={to === option}
              onChange={() => setTo(option)}
            />
            {label}
          </label>
        ))}
      </fieldset>
      {to === 'other' && (
        <div className={styles.wide}>
          <TextField
            label="Its address"
            value={text}
            error={
              typed !== '' && delegatee === undefined
                ? 'Give 0x and 40 hex digits of an account.'
                : undefined
            }
            onChange={({ target }) => setText(target.value)}
            autoComplete="off"
            spellCheck={false}
            placeholder="0x…"
          />
        </div>
      )}
      {delegatee !== undefined && <Words text={`${describeDelegation(holding, delegatee)}.`} />}
      <div>
        <CallButton label={labels[to]} call={call} />
      </div>
    </>
  )
}
