import { useId } from 'react'
import { examineUrl } from '../../network/examineUrl.ts'
import type { Service } from '../../network/services.ts'
import { CheckedText } from './CheckedText.tsx'
import type { Checked } from './checked.ts'
import styles from './settings.module.css'
import { splitLines } from './splitLines.ts'

/** Where the replicas of the bot answer: a URL a line. */
export function ReplicasField(props: {
  service: Service
  text: string
  /** By URL. */
  found: Readonly<Record<string, Checked>>
  onChange: (text: string) => void
}) {
  const { service, text, found, onChange } = props
  const id = useId()
  const urls = splitLines(text)
  const faults = urls.flatMap((url, at) => {
    const { fault } = examineUrl(url, location.protocol)
    return fault === undefined ? [] : [`Line ${at + 1} ${fault}.`]
  })
  return (
    <div className={styles.service}>
      <label htmlFor={id} className={styles.label}>
        {service.label}
      </label>
      <textarea
        id={id}
        className={styles.url}
        rows={Math.max(2, urls.length)}
        spellCheck={false}
        autoComplete="off"
        value={text}
        aria-invalid={faults.length > 0}
        aria-describedby={`${id}-help ${id}-fault`}
        onChange={({ target }) => onChange(target.value)}
      />
      <p id={`${id}-help`} className={styles.soft}>
        {service.purpose} One URL a line.
      </p>
      <div id={`${id}-fault`} role="status" className={styles.fault}>
        {faults.map((fault) => (
          <p key={fault}>{fault}</p>
        ))}
      </div>
      <ul className={styles.replicas}>
        {urls.map((url, at) =>
          found[url] === undefined ? null : (
            <li key={url}>
              {`Replica ${at + 1}: `}
              <CheckedText found={found[url]} />
            </li>
          ),
        )}
      </ul>
    </div>
  )
}
