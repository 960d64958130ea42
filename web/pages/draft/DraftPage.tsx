import { useMemo, useRef, useState } from 'react'
import type { ReadResult } from '../../../backtest/report/readResult.ts'
import { countHistory, readChain } from '../../../client/chains/readChain.ts'
import type { Issue } from '../../../governance/errors.ts'
import { useGoverned } from '../../data/useGoverned.ts'
import { useReading } from '../../data/useReading.ts'
import { useContracts } from '../../network/useContracts.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Page } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import styles from './draft.module.css'
import { focusLine, focusPlace } from './focusPlace.ts'
import { DraftFormView } from './form/DraftFormView.tsx'
import { EMPTY_DRAFT } from './model/editDraft.ts'
import { OpenDraft } from './OpenDraft.tsx'
import { Outcome } from './Outcome.tsx'
import { Tabs } from './Tabs.tsx'
import { TextSide } from './TextSide.tsx'
import { ToDoList } from './ToDoList.tsx'
import { useDraft } from './useDraft.ts'

/** A proposal is written here without knowing YAML or hex, and judged while it is written as the command line judges it. */
export default function DraftPage() {
  const governed = useGoverned()
  const chain = useReading({
    key: ['chain-now'],
    read: ({ client, network }) => readChain(client, network.chainId),
  })
  const contracts = useContracts()
  const inForce = useMemo(
    () =>
      governed.data === undefined || chain.data === undefined
        ? undefined
        : {
            markets: governed.data.markets,
            historyBlocks: countHistory(chain.data),
            chains: contracts.remote?.chains ?? [],
          },
    [governed.data, chain.data, contracts],
  )
  const draft = useDraft(inForce)
  const [side, setSide] = useState('form')
  const [result, setResult] = useState<ReadResult>()
  const outcome = useRef<HTMLElement>(null)
  const area = useRef<HTMLTextAreaElement>(null)
  const { examined, form, text, replaced, complaint, takeBack, forget, write } = draft
  const go = ({ path, line }: Issue) => {
    if (side === 'form' && path !== '') focusPlace(path)
    else {
      setSide('text')
      requestAnimationFrame(() => area.current !== null && focusLine(area.current, line ?? 1))
    }
  }
  return (
    <Page
      title="Draft"
      lead="What should change, and why. It is judged as you write, and stays in this browser until you send it."
      actions={<OpenDraft draft={draft} />}
    >
      {replaced !== undefined && (
        <Notice isAnnounced title={`${replaced.what}.`}>
          <div className={styles.row}>
            <Button isSmall onClick={takeBack}>
              Take it back
            </Button>
            <Button isSmall look="quiet" onClick={forget}>
              Leave it so
            </Button>
          </div>
        </Notice>
      )}
      {complaint !== undefined && (
        <Notice tone="warn" isAnnounced>
          <p>{complaint}</p>
        </Notice>
      )}
      {governed.error !== null && (
        <ReadingView reading={governed} what="what is in force">
          {() => null}
        </ReadingView>
      )}
      <div className={styles.columns}>
        <div className={styles.stack}>
          {text !== EMPTY_DRAFT && (
            <ToDoList
              examined={examined}
              form={form}
              isKnown={inForce !== undefined || governed.error !== null}
              onGo={go}
            />
          )}
          {text !== EMPTY_DRAFT && (
            <div className={styles.jump}>
              <Button isSmall onClick={() => outcome.current?.focus()}>
                See what comes of it
              </Button>
            </div>
          )}
          <Tabs
            label="The draft"
            chosen={side}
            onChoose={setSide}
            tabs={[
              {
                key: 'form',
                title: 'Form',
                content: <DraftFormView draft={draft} markets={governed.data?.markets} />,
              },
              {
                key: 'text',
                title: 'YAML',
                content: (
                  <TextSide text={text} issues={examined.issues} area={area} onWrite={write} />
                ),
              },
            ]}
          />
        </div>
        <section
          ref={outcome}
          className={styles.outcome}
          aria-label="What comes of it"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by itself where there is room for two columns
          tabIndex={0}
        >
          {governed.data !== undefined && (
            <Outcome
              draft={draft}
              governed={governed.data}
              chain={chain.data}
              result={result}
              onResult={setResult}
            />
          )}
        </section>
      </div>
    </Page>
  )
}
