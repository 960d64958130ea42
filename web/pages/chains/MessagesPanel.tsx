import { useState } from 'react'
import type { BridgeMessage } from '../../../client/bridge/readMessages.ts'
import { describeMessage, describeRepeat, stateWords } from '../../../client/bridge/words.ts'
import { formatUtc } from '../../../client/formatUtc.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx'
import { Badge, type Tone } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Short } from '../../ui/texts.tsx'
import styles from './chains.module.css'

type State = BridgeMessage['state']

const states: readonly State[] = ['under-way', 'failed', 'unknown', 'delivered']
const tones: Readonly<Record<State, Tone>> = {
  'under-way': 'info',
  failed: 'warn',
  unknown: 'warn',
  delivered: 'good',
}

/** Every message between the chains, by its state. */
export function MessagesPanel(props: { messages: readonly BridgeMessage[]; olderCount: number }) {
  const { messages, olderCount } = props
  const [chosen, setChosen] = useState<State>()
  const shown = messages.filter(({ state }) => chosen === undefined || state === chosen)
  const count = (state: State) => messages.filter((one) => one.state === state).length
  return (
    <Panel title="Messages">
      {messages.length === 0 && <p>No message was sent yet.</p>}
      {messages.length > 0 && (
        <>
          <fieldset className={styles.choice}>
            <legend className="visually-hidden">Which messages are shown</legend>
            <Button
              isSmall
              look={chosen === undefined ? 'primary' : 'plain'}
              aria-pressed={chosen === undefined}
              onClick={() => setChosen(undefined)}
            >
              all {messages.length}
            </Button>
            {states
              .filter((state) => count(state) > 0)
              .map((state) => (
                <Button
                  key={state}
                  isSmall
                  look={chosen === state ? 'primary' : 'plain'}
                  aria-pressed={chosen === state}
                  onClick={() => setChosen(state)}
                >
                  {stateWords[state]} {count(state)}
                </Button>
              ))}
          </fieldset>
          <DataTable
            caption="Messages between the chains, the newest first"
            isCaptionHidden
            rows={shown}
            keyOf={({ id, messenger }) => `${messenger} ${id}`}
            columns={columns}
          />
        </>
      )}
      {olderCount > 0 && <p>There are {olderCount} older ones; the index has them all.</p>}
    </Panel>
  )
}

const columns: readonly TableColumn<BridgeMessage>[] = [
  {
    title: 'What',
    cell: (message) => (
      <>
        {describeMessage(message)}{' '}
        <Badge tone={tones[message.state]}>{stateWords[message.state]}</Badge>
      </>
    ),
  },
  {
    title: 'Way',
    cell: ({ from, to, messenger }) => (
      <div className={styles.whole}>
        {from.name} to {to.name}
        <div className={styles.soft}>by {messenger}</div>
      </div>
    ),
  },
  {
    title: 'Times',
    cell: ({ state, sent, received }) => (
      <div className={styles.whole}>
        sent {formatUtc(sent.at)}
        <div className={styles.soft}>
          {received !== undefined && `came ${formatUtc(received.at)}`}
          {received === undefined &&
            (state === 'unknown' ? 'whether it came is not known' : 'has not come')}
        </div>
      </div>
    ),
  },
  {
    title: 'Why, and what anyone can do',
    cell: (message) => {
      const repeat = describeRepeat(message)
      return (
        <div className={styles.why}>
          {message.reason ?? 'nothing: it was delivered'}
          {repeat !== undefined && <div className={styles.soft}>Anyone can: {repeat}</div>}
        </div>
      )
    },
  },
  { title: 'Id', cell: ({ id }) => <Short hex={id} what="message's id" /> },
]
