import type { Hex } from 'viem'
import type { FailureEvent, SwitchEvent } from '../../../query/index.ts'
import type { MarketHistory } from '../../data/history/history.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Moment, Short, Stranger } from '../../ui/texts.tsx'

const switches: Readonly<Record<SwitchEvent['kind'], string>> = {
  HALTED: 'The guardian halted the market',
  ON_FALLBACK: 'The guardian put the market on its fallback',
  RESUMED: 'Governance resumed the market',
}

interface Happening {
  id: Hex
  at: bigint
  what: string
  account: Hex
  transactionHash: Hex
}

/** Pushes that were refused, and switches, newest first. */
export function Events({ history }: { history: MarketHistory }) {
  const { failures, switches: switched } = history.events
  const rows = [
    ...failures.map(toRefusal),
    ...switched.map((event) => toRow(event, switches[event.kind], event.account)),
  ].toSorted((a, b) => (a.id < b.id ? 1 : -1))
  return (
    <Panel title="Refused pushes and switches">
      {rows.length === 0 ? (
        <p>None: no push was refused, and nobody halted the market or put it on its fallback.</p>
      ) : (
        <DataTable
          caption="Refused pushes and switches, newest first"
          isCaptionHidden
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { title: 'When', cell: ({ at }) => <Moment at={at} /> },
            { title: 'What', cell: ({ what }) => <Stranger text={what} isInline /> },
            { title: 'By', cell: ({ account }) => <Short hex={account} what="account" /> },
            {
              title: 'Transaction',
              cell: ({ transactionHash }) => <Short hex={transactionHash} what="transaction" />,
            },
          ]}
        />
      )}
    </Panel>
  )
}

function toRefusal(event: FailureEvent): Happening {
  return toRow(event, `A push was refused: ${event.refusalName}`, event.sender)
}

function toRow(
  { id, at, transactionHash }: FailureEvent | SwitchEvent,
  what: string,
  account: Hex,
): Happening {
  return { id, at, what, account, transactionHash }
}
