import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { parseYaml } from '../../../files/parseYaml.ts'
import { type ExaminedDraft, examineDraft, type InForce } from '../../../governance/index.ts'
import { MAX_LENGTH } from '../../../governance/readDraft.ts'
import { useSession } from '../../network/session.ts'
import { browserStorage } from '../../network/storage.ts'
import { type DraftForm, readForm } from './model/draftForm.ts'
import { EMPTY_DRAFT } from './model/editDraft.ts'
import { isDraftKey, keepDraft, restoreDraft } from './model/keepDraft.ts'

/** The draft that is written, and what the page does with it. */
export interface DraftOnPage {
  /** The draft itself: the form is another view of it. */
  text: string
  /** Of the last text that was YAML. */
  form: DraftForm
  /** The text is no YAML now, so that the form cannot change it. */
  isFormStale: boolean
  /** What is wrong with it and what it does; a moment behind the text while `isBehind`. */
  examined: ExaminedDraft
  isBehind: boolean
  /** The draft that was there before it was replaced, to take it back; undefined: none. */
  replaced: Replaced | undefined
  /** Why the last text was not taken, or is not kept. */
  complaint: string | undefined
  /** From the text side. */
  write: (text: string) => void
  /** From the form: `change` makes the new text of the old one. */
  edit: (change: (text: string) => string) => void
  /** The same for what removes something, which can be taken back. */
  replace: (text: string, what: string) => void
  takeBack: () => void
  /** What was replaced is not wanted any more. */
  forget: () => void
  /** Forgets the draft. */
  startAnew: () => void
  complain: (complaint: string) => void
}

interface Replaced {
  text: string
  /** What was done: `The change was removed`. */
  what: string
}

/** Keeps the draft of the network, from one visit to the next. */
export function useDraft(inForce: InForce | undefined): DraftOnPage {
  const { network } = useSession()
  const { name } = network
  const [text, setText] = useState(() => restoreDraft(browserStorage, name) ?? EMPTY_DRAFT)
  // Two changes may come from one event: the second is of what the first has made.
  const latest = useRef(text)
  const [replaced, setReplaced] = useState<Replaced>()
  const [complaint, complain] = useState<string>()
  const form = useForm(text)
  const deferred = useDeferredValue(text)
  const examined = useMemo(() => examineDraft(deferred, inForce), [deferred, inForce])

  const isOurs = useRef(false)
  useEffect(() => {
    if (!isOurs.current) return
    const isKept = keepDraft(browserStorage, name, text === EMPTY_DRAFT ? undefined : text)
    if (!isKept) complain('This browser keeps nothing: download the draft before you leave.')
  }, [text, name])
  useEffect(() => {
    const follow = ({ key, newValue }: StorageEvent) => {
      if (!isDraftKey(key, name)) return
      isOurs.current = false
      latest.current = newValue ?? EMPTY_DRAFT
      setText(latest.current)
      complain('Another window has changed this draft; this is what it wrote.')
    }
    addEventListener('storage', follow)
    return () => removeEventListener('storage', follow)
  }, [name])

  const take = useCallback((next: string): boolean => {
    if (next.length > MAX_LENGTH) {
      complain(
        `A draft has at most ${MAX_LENGTH.toLocaleString('en')} characters, and this has ${next.length.toLocaleString('en')}. Nothing was changed.`,
      )
      return false
    }
    isOurs.current = true
    complain(undefined)
    latest.current = next
    setText(next)
    return true
  }, [])
  const write = useCallback((next: string) => void take(next), [take])
  const edit = useCallback(
    (change: (text: string) => string) => void take(change(latest.current)),
    [take],
  )
  const replace = useCallback(
    (next: string, what: string) => {
      const before = latest.current
      if (take(next)) setReplaced(before === EMPTY_DRAFT ? undefined : { text: before, what })
    },
    [take],
  )
  const takeBack = useCallback(() => {
    if (replaced !== undefined) replace(replaced.text, 'What was there before is back')
  }, [replace, replaced])
  const forget = useCallback(() => setReplaced(undefined), [])
  const startAnew = useCallback(() => replace(EMPTY_DRAFT, 'The draft was put away'), [replace])
  return {
    text,
    ...form,
    examined,
    isBehind: deferred !== text,
    replaced,
    complaint,
    write,
    edit,
    replace,
    takeBack,
    forget,
    startAnew,
    complain,
  }
}

/** The form of a text; while that is no YAML, of the last one that was. */
function useForm(text: string): Pick<DraftOnPage, 'form' | 'isFormStale'> {
  const read = useMemo(() => tryRead(text), [text])
  const [last, setLast] = useState(read)
  if (read !== undefined && read !== last) setLast(read)
  return { form: read ?? last ?? readForm(undefined), isFormStale: read === undefined }
}

function tryRead(text: string): DraftForm | undefined {
  try {
    return readForm(parseYaml(text, { aliases: false }).value)
  } catch {
    return undefined
  }
}
