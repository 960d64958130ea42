import { useState } from 'react'
import type { Hex } from 'viem'
import { formatUtc } from '../../client/formatUtc.ts'
import { showLines, showText } from '../../core/index.ts'
import { Button } from './Button.tsx'
import styles from './ui.module.css'

/** Of a stranger's text, before it is asked for in full. */
const SHORT_CHARACTERS = 2_000

/**
 * A stranger's text: what would act or hide is shown as an escape, its direction cannot leave it, and a long one is cut
 * until somebody asks for the rest.
 */
export function Stranger({ text, isInline = false }: { text: string; isInline?: boolean }) {
  const [isWhole, setWhole] = useState(false)
  const isLong = text.length > SHORT_CHARACTERS
  const shown = isLong && !isWhole ? `${text.slice(0, SHORT_CHARACTERS)} …` : text
  if (isInline) return <bdi>{showText(shown)}</bdi>
  return (
    <div>
      <bdi className={styles.stranger}>{showLines(shown)}</bdi>
      {isLong && (
        <Button look="quiet" isSmall onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${text.length.toLocaleString('en')} characters`}
        </Button>
      )}
    </div>
  )
}

/** A sentence of ours, its commands as code. */
export function Words({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/)
  return (
    <p>
      {parts.map((part, index) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
        return index % 2 === 1 ? <code key={index}>{part}</code> : part
      })}
    </p>
  )
}

/** Copies a text. */
export function Copy({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'ready' | 'done' | 'failed'>('ready')
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('done'),
      () => setState('failed'),
    )
  const words = { ready: 'Copy', done: 'Copied', failed: 'Select it to copy' }
  return (
    <Button look="quiet" isSmall aria-label={`Copy ${what}`} onClick={() => void copy()}>
      <span role="status">{words[state]}</span>
    </Button>
  )
}

/** An address, hash or id, its middle left out; whole in its tooltip and when copied. */
export function Short({ hex, what = 'address' }: { hex: Hex; what?: string }) {
  const short = hex.length > 16 ? `${hex.slice(0, 8)}…${hex.slice(-6)}` : hex
  return (
    <span className={styles.address}>
      <span title={hex}>{short}</span>
      <Copy text={hex} what={what} />
    </span>
  )
}

const local = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})

/** A moment, Unix seconds, in the visitor's zone and in UTC. */
export function Moment({ at }: { at: bigint }) {
  const date = new Date(Number(at) * 1_000)
  if (Number.isNaN(date.getTime())) return <span>second {String(at)}</span>
  return (
    <time dateTime={date.toISOString()}>
      {local.format(date)} <span className={styles.fieldHelp}>({formatUtc(at)})</span>
    </time>
  )
}
