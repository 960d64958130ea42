import { useState } from 'react'
import type { Address } from 'viem'
import type { Reading } from '../../data/useReading.ts'
import { Button } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { ReadingView } from '../../ui/ReadingView.tsx'
import { Stranger } from '../../ui/texts.tsx'
import type { Histories } from '../../vaults/readHistories.ts'
import { ComparePanel } from './ComparePanel.tsx'
import { type ListedVault, listVaults } from './listVaults.ts'
import { PortfolioPanel } from './PortfolioPanel.tsx'
import { PositionPanel } from './PositionPanel.tsx'
import { useHistories, useVaults, type VaultsNow } from './useVaults.ts'
import { VaultPanel } from './VaultPanel.tsx'
import styles from './vaults.module.css'

/** Vaults that follow a market's parameters, beside plain rules: what each holds, wants, did and paid. */
export default function VaultsPage() {
  const reading = useVaults()
  return (
    <Page
      title="Vaults"
      lead="What follows the parameters of a market, beside plain rules: where it stands, what it would do next and why not now, what it traded and paid."
    >
      <ReadingView
        reading={reading}
        what="the vaults"
        isEmpty={({ vaults }) => vaults.length === 0}
        empty={
          <p>
            This network names no vault, and no market measures a portfolio. Its file may list some
            under vaults.
          </p>
        }
      >
        {(now) => <VaultsView now={now} />}
      </ReadingView>
    </Page>
  )
}

function VaultsView({ now }: { now: VaultsNow }) {
  const histories = useHistories(now)
  const vaults = listVaults(now)
  const others = now.vaults.filter((one) => one.now.kind !== 'vault')
  return (
    <>
      {vaults.length > 0 && (
        <ComparePanel vaults={vaults} histories={histories} blockAt={now.blockAt} />
      )}
      {vaults.length > 0 && <OneVault vaults={vaults} histories={histories} now={now} />}
      {others.map((other) =>
        other.now.kind === 'position' ? (
          <PositionPanel key={other.address} vault={other} now={other.now} />
        ) : (
          <PortfolioPanel key={other.address} portfolio={other} />
        ),
      )}
    </>
  )
}

function OneVault(props: {
  vaults: readonly ListedVault[]
  histories: Reading<Histories>
  now: VaultsNow
}) {
  const { vaults, histories, now } = props
  const [chosen, setChosen] = useState<Address>()
  const vault = vaults.find(({ address }) => address === chosen) ?? vaults[0]
  if (vault === undefined) return null
  return (
    <>
      {vaults.length > 1 && (
        <fieldset className={styles.choice}>
          <legend className="visually-hidden">Which vault is shown</legend>
          {vaults.map(({ name, address }) => (
            <Button
              key={address}
              look={address === vault.address ? 'primary' : 'plain'}
              aria-pressed={address === vault.address}
              onClick={() => setChosen(address)}
            >
              <Stranger isInline text={name} />
            </Button>
          ))}
        </fieldset>
      )}
      <VaultPanel key={vault.address} vault={vault} histories={histories} now={now} />
    </>
  )
}
