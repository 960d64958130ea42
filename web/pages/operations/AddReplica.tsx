import { type FormEvent, useState } from 'react'
import { Link } from 'wouter'
import { examineUrl } from '../../network/examineUrl.ts'
import { saveAndReload } from '../../network/reload.ts'
import { useSession } from '../../network/session.ts'
import { changeServices } from '../../network/settings.ts'
import { Button } from '../../ui/Button.tsx'
import { Panel } from '../../ui/Page.tsx'
import { TextField } from '../../ui/TextField.tsx'
import styles from './operations.module.css'

/** A replica that the network's file does not name, by its URL; this browser keeps it. */
export function AddReplica() {
  const { chosen } = useSession()
  const { network, original, settings } = chosen
  const [url, setUrl] = useState('')
  const [fault, setFault] = useState<string>()

  function submit(event: FormEvent) {
    event.preventDefault()
    const given = url.trim().replace(/\/+$/, '')
    const found = examineUrl(given, location.protocol).fault
    if (found !== undefined) return setFault(`It ${found}`)
    if (network.replicaUrls.includes(given)) return setFault('It is listed already')
    const urls = settings.urls[network.name] ?? {}
    const replicaUrls = [...network.replicaUrls, given]
    if (!saveAndReload(changeServices(settings, original, { urls, replicaUrls }))) {
      setFault('This browser keeps no settings for this site; allow it to')
    }
  }
  return (
    <Panel title="Another replica">
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label="URL of its health server"
          type="url"
          value={url}
          error={fault}
          placeholder="http://127.0.0.1:9464"
          spellCheck={false}
          autoComplete="off"
          help={
            <>
              Without a path. Its configuration has to allow this page: http.allowedOrigins with{' '}
              <code>{location.origin}</code>. The page is loaded again with it, and this browser
              keeps it; <Link href="/settings">Settings</Link> has the whole list.
            </>
          }
          onChange={({ target }) => {
            setUrl(target.value)
            setFault(undefined)
          }}
        />
        <div>
          <Button type="submit" disabled={url.trim() === ''}>
            Add it
          </Button>
        </div>
      </form>
    </Panel>
  )
}
