import { useId, useState } from 'react'
import { describeChain } from '../../../client/network/chains.ts'
import type { ChosenNetwork } from '../../network/loadNetwork.ts'
import { saveAndReload } from '../../network/reload.ts'
import { Button } from '../../ui/Button.tsx'
import { Facts } from '../../ui/DataTable.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Short } from '../../ui/texts.tsx'
import styles from './settings.module.css'

/** Which network is shown, and where its contracts are. */
export default function NetworkPanel({ chosen }: { chosen: ChosenNetwork }) {
  const { network, names, settings } = chosen
  const [name, setName] = useState(network.name)
  const id = useId()
  const { addresses } = network
  return (
    <Panel title="The network">
      {names.length > 1 && (
        <form
          className={styles.row}
          onSubmit={(event) => {
            event.preventDefault()
            saveAndReload({ ...settings, network: name })
          }}
        >
          <label htmlFor={id} className={styles.label}>
            Show
          </label>
          <select id={id} value={name} onChange={({ target }) => setName(target.value)}>
            {names.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
          <Button type="submit" disabled={name === network.name}>
            Load the page with it
          </Button>
        </form>
      )}
      <Facts
        facts={[
          ['Chain', describeChain(network.chainId)],
          ['RiskParameters', <Short key="risk" hex={addresses.riskParameters} />],
          ['Governor', <Short key="governor" hex={addresses.governor} />],
          ['Token', <Short key="token" hex={addresses.token} />],
          ['Timelock', <Short key="timelock" hex={addresses.timelock} />],
          ['First block', network.startBlock.toLocaleString('en')],
        ]}
      />
      <p className={styles.soft}>
        The site says so, in its file {network.file}. Compare the addresses with those that you know
        of: everything on these pages is about the contracts there.
      </p>
    </Panel>
  )
}
