import { useState } from 'react'
import { browserStorage, tabStorage } from '../../network/storage.ts'
import { Button } from '../../ui/Button.tsx'
import { Panel } from '../../ui/Page.tsx'
import { describeKept, isOurs } from './describeKept.ts'
import styles from './settings.module.css'

/** What this browser keeps for the site: all of it by name, as a file, and how it is forgotten. */
export function KeptPanel() {
  const [isAsking, setAsking] = useState(false)
  const kept = browserStorage.listKeys().filter(isOurs)
  return (
    <Panel title="What this browser keeps">
      {kept.length === 0 ? (
        <p>Nothing.</p>
      ) : (
        <ul className={styles.kept}>
          {kept.map((key) => (
            <li key={key}>
              <code>{key}</code> {describeKept(key)}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.soft}>
        It stays here, readable for whoever uses this browser, and for other pages at{' '}
        {location.origin}.
      </p>
      <div className={styles.row}>
        <Button onClick={() => download(kept)} disabled={kept.length === 0}>
          Save it as a file
        </Button>
        {isAsking ? (
          <>
            <Button look="danger" onClick={() => forget(kept)}>
              Forget all of it now
            </Button>
            <Button onClick={() => setAsking(false)}>Keep it</Button>
          </>
        ) : (
          <Button onClick={() => setAsking(true)} disabled={kept.length === 0}>
            Forget everything …
          </Button>
        )}
      </div>
    </Panel>
  )
}

function download(keys: readonly string[]): void {
  const content = Object.fromEntries(keys.map((key) => [key, browserStorage.getItem(key)]))
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(content, null, 2)}\n`], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = 'gimbal-console.json'
  link.click()
  URL.revokeObjectURL(url)
}

/** Everything is as on the first visit. */
function forget(keys: readonly string[]): void {
  for (const key of keys) browserStorage.removeItem(key)
  for (const key of tabStorage.listKeys().filter(isOurs)) tabStorage.removeItem(key)
  location.reload()
}
