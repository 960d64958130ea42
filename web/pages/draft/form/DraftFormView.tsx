import { useEffect, useRef } from 'react'
import type { Hex } from 'viem'
import type { MarketConfig } from '../../../../governance/index.ts'
import { formatMarket } from '../../../../governance/index.ts'
import { Notice } from '../../../ui/Notice.tsx'
import styles from '../draft.module.css'
import { focusPlace } from '../focusPlace.ts'
import { addChange, moveChange, removeChange, setSummary, setTitle } from '../model/editDraft.ts'
import type { DraftOnPage } from '../useDraft.ts'
import { AddChange } from './AddChange.tsx'
import { ChangeCard } from './ChangeCard.tsx'
import { LongText } from './LongText.tsx'

const NO_MARKETS: ReadonlyMap<Hex, MarketConfig> = new Map()

/** The draft as a form. While its text is no YAML, the form shows the last one that was, and waits. */
export function DraftFormView(props: {
  draft: DraftOnPage
  /** Undefined: it is not known yet what is in force. */
  markets: ReadonlyMap<Hex, MarketConfig> | undefined
}) {
  const { draft, markets } = props
  const { form, examined, isFormStale, isBehind, edit, replace, text, complain } = draft
  const { title, summary, changes } = form
  const find = (path: string) => examined.issues.find((issue) => issue.path === path)
  const inForce = [...(markets?.keys() ?? [])].map(formatMarket)
  const added = changes.flatMap(({ kind, markets: names }) => (kind === 'market' ? names : []))
  const known = [...new Set([...inForce, ...added.filter((name) => name !== '')])]
  const keys = useChangeKeys(changes.length)
  const toFocus = useRef<string>(undefined)
  useEffect(() => {
    if (toFocus.current === undefined) return
    focusPlace(toFocus.current)
    toFocus.current = undefined
  })
  const move = (from: number, to: number) => {
    keys.move(from, to)
    toFocus.current = `changes.${to}`
    edit((before) => moveChange(before, from, to))
  }
  const remove = (index: number) => {
    keys.remove(index)
    toFocus.current = index === 0 ? 'changes' : `changes.${index - 1}`
    replace(removeChange(text, index), `Change ${index + 1} was removed`)
  }
  return (
    <fieldset className={styles.form} disabled={isFormStale}>
      <legend className="visually-hidden">The draft as a form</legend>
      {isFormStale && (
        <Notice tone="warn" title="The form waits for the text">
          <p>
            The text is no YAML now, so that the form shows the last that was. Correct the text, and
            the form follows.
          </p>
        </Notice>
      )}
      <LongText
        place="title"
        label="Title"
        help={`One line, ${title.length} of 120 characters.`}
        value={title}
        rows={1}
        issue={find('title')}
        onChange={(next) => edit((before) => setTitle(before, next))}
      />
      <LongText
        place="summary"
        label="Summary"
        help="What the proposal is for, in Markdown, which voters see as text. It may be empty."
        value={summary}
        rows={3}
        issue={find('summary')}
        onChange={(next) => edit((before) => setSummary(before, next))}
      />
      {changes.map((change, index) => (
        <ChangeCard
          key={keys.list[index]}
          index={index}
          count={changes.length}
          change={change}
          examined={examined}
          isBehind={isBehind}
          markets={markets ?? NO_MARKETS}
          known={change.kind === 'market' ? [] : known}
          onEdit={edit}
          onMove={(to) => move(index, to)}
          onRemove={() => remove(index)}
        />
      ))}
      <AddChange
        markets={markets}
        known={known}
        onAdd={(change) => {
          toFocus.current = `changes.${changes.length}`
          edit((before) => addChange(before, change))
        }}
        onFailed={complain}
      />
    </fieldset>
  )
}

/** Names for the cards that stay theirs when they are moved, so that what is open in them stays open. */
function useChangeKeys(count: number) {
  const keys = useRef<number[]>([])
  const next = useRef(0)
  while (keys.current.length < count) keys.current.push(next.current++)
  if (keys.current.length > count) keys.current.length = count
  return {
    list: keys.current,
    move(from: number, to: number) {
      const [key] = keys.current.splice(from, 1)
      if (key !== undefined) keys.current.splice(to, 0, key)
    },
    remove(index: number) {
      keys.current.splice(index, 1)
    },
  }
}
