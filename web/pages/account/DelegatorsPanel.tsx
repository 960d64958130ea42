import { useState } from 'react'
import type { Address } from 'viem'
import { type Delegator, readDelegators } from '../../../client/readDelegators.ts'
import { formatVotes } from '../../../governance/index.ts'
import { useReading } from '../../data/useReading.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { AccountLink } from './AccountLink.tsx'

/** All events of the token are read for it, milliseconds. */
const FRESH_MS = 60_000
/** Of many delegators, before the rest is asked for. */
const SHOWN = 10

/** Accounts that delegate to an account, the largest first. */
export function DelegatorsPanel({ account }: { account: Address }) {
  const reading = useReading({
    key: ['delegators', account],
    freshMs: FRESH_MS,
    read: ({ client, network }) =>
      readDelegators(client, network.addresses.token, network.startBlock, account),
  })
  return (
    <Panel title="Delegated to it">
      <ReadingView
        reading={reading}
        what="who delegates to it"
        isEmpty={(delegators) => delegators.length === 0}
        empty={<p>No other account with tokens delegates to it.</p>}
      >
        {(delegators) => <Table delegators={delegators} />}
      </ReadingView>
    </Panel>
  )
}

function Table({ delegators }: { delegators: readonly Delegator[] }) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? delegators : delegators.slice(0, SHOWN)
  return (
    <>
      <DataTable
        caption="Accounts that delegate to it"
        isCaptionHidden
        keyOf={({ account }) => account}
        rows={shown}
        columns={[
          { title: 'Account', cell: ({ account }) => <AccountLink account={account} /> },
          { title: 'Tokens', align: 'end', cell: ({ tokens }) => formatVotes(tokens) },
        ]}
      />
      {delegators.length > SHOWN && (
        <div>
          <Button look="quiet" isSmall onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Show fewer' : `Show all ${delegators.length}`}
          </Button>
        </div>
      )}
    </>
  )
}
