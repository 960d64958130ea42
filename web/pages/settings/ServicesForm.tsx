import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Network } from '../../../client/network/network.ts'
import { type UrlName, urlNames } from '../../../client/network/schema.ts'
import { checkService } from '../../network/checkService.ts'
import { examineUrl } from '../../network/examineUrl.ts'
import { listOrigins } from '../../network/limitConnections.ts'
import type { ChosenNetwork } from '../../network/loadNetwork.ts'
import { saveAndReload } from '../../network/reload.ts'
import { replicaService, services } from '../../network/services.ts'
import { changeServices } from '../../network/settings.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import type { Checked } from './checked.ts'
import { ReplicasField } from './ReplicasField.tsx'
import { ServiceField } from './ServiceField.tsx'
import styles from './settings.module.css'
import { splitLines } from './splitLines.ts'

/**
 * Whom the page asks about a network: each URL can be another, and is tried. A policy of the page lets it ask those that it
 * began with only, so that new ones count, and are tried, once the page is loaded again.
 *
 * @param isChecked - Ask every service at once: the page has just been loaded again for them.
 */
export default function ServicesForm(props: { chosen: ChosenNetwork; isChecked?: boolean }) {
  const { chosen, isChecked = false } = props
  const { network, original, settings } = chosen
  const [urls, setUrls] = useState(() => listUrls(network))
  const [replicas, setReplicas] = useState(() => network.replicaUrls.join('\n'))
  const [found, setFound] = useState<Readonly<Record<string, Checked>>>({})
  const [outcome, setOutcome] = useState<'unchanged' | 'faulty' | 'not-kept'>()
  const form = useRef<HTMLFormElement>(null)

  const check = async (key: string, name: Parameters<typeof checkService>[0], url: string) => {
    setFound((all) => ({ ...all, [key]: 'asking' }))
    const finding = await checkService(name, url, network)
    setFound((all) => ({ ...all, [key]: finding }))
  }
  const checkAll = () => {
    for (const name of urlNames) {
      const url = network[name]
      if (url !== undefined) void check(name, name, url)
    }
    for (const url of network.replicaUrls) void check(url, 'replica', url)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the page that was loaded for it
  useEffect(() => {
    if (isChecked) checkAll()
  }, [])

  const typed = { urls, replicaUrls: splitLines(replicas) }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const first = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    if (first) {
      setOutcome('faulty')
      first.focus()
      return
    }
    const changed = changeServices(settings, original, typed)
    if (JSON.stringify(changed) === JSON.stringify(settings)) setOutcome('unchanged')
    else if (!saveAndReload(changed)) setOutcome('not-kept')
  }
  const reset = () => {
    setUrls(listUrls(original))
    setReplicas(original.replicaUrls.join('\n'))
    setFound({})
  }
  const allowed = [location.origin, ...listOrigins(network)]

  return (
    <form ref={form} onSubmit={submit} noValidate>
      <Panel
        title="Whom this page asks"
        actions={
          <Button isSmall onClick={checkAll}>
            Test all
          </Button>
        }
      >
        <p>
          No request leaves for anywhere else: the browser itself refuses it. No link can change
          these addresses; only you can, here.
        </p>
        <div className={styles.services}>
          {urlNames.map((name) => (
            <ServiceField
              key={name}
              service={services[name]}
              url={urls[name] ?? ''}
              siteUrl={original[name]}
              fault={findFault(name, urls[name] ?? '', original)}
              allowed={allowed}
              found={found[name]}
              onChange={(url) => {
                setUrls((all) => ({ ...all, [name]: url }))
                setFound((all) => ({ ...all, [name]: undefined }))
              }}
              onCheck={(url) => void check(name, name, url)}
            />
          ))}
          <ReplicasField
            service={replicaService}
            text={replicas}
            found={found}
            onChange={setReplicas}
          />
        </div>
        <div className={styles.row}>
          <Button type="submit" look="primary">
            Save, and load the page again
          </Button>
          <Button onClick={reset}>Use all of the site's</Button>
        </div>
        <div role="status">
          {outcome === 'unchanged' && <p>Nothing is other than before.</p>}
          {outcome === 'faulty' && <p>One of the addresses cannot be asked; it says why.</p>}
          {outcome === 'not-kept' && (
            <Notice tone="warn" title="This browser keeps nothing for this site">
              <p>Allow it to keep data for the site, or open the site in a window that does.</p>
            </Notice>
          )}
        </div>
      </Panel>
    </form>
  )
}

function listUrls(network: Network): Partial<Record<UrlName, string>> {
  return Object.fromEntries(urlNames.map((name) => [name, network[name] ?? '']))
}

function findFault(name: UrlName, url: string, original: Network): string | undefined {
  if (url !== '') return examineUrl(url, location.protocol).fault
  return name === 'rpcUrl' && original.rpcUrl === undefined ? 'is missing; give one' : undefined
}
