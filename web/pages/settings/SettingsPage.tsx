import { useState } from 'react'
import { useSession } from '../../network/session.ts'
import { readBefore } from '../../network/settings.ts'
import { tabStorage } from '../../network/storage.ts'
import { Page } from '../../ui/Page.tsx'
import { AskedPanel } from './AskedPanel.tsx'
import { KeptPanel } from './KeptPanel.tsx'
import NetworkPanel from './NetworkPanel.tsx'
import { SavedNotice } from './SavedNotice.tsx'
import ServicesForm from './ServicesForm.tsx'
import styles from './settings.module.css'
import { ThemePanel } from './ThemePanel.tsx'

export default function SettingsPage() {
  const { chosen } = useSession()
  const [before] = useState(() => readBefore(tabStorage))
  return (
    <Page
      title="Settings"
      lead="Whom these pages ask, and how they look. It stays in this browser."
    >
      {before !== undefined && <SavedNotice before={before} />}
      <div className={styles.columns}>
        <ServicesForm chosen={chosen} isChecked={before !== undefined} />
        <div className={styles.side}>
          <NetworkPanel chosen={chosen} />
          <ThemePanel />
          <AskedPanel chosen={chosen} />
          <KeptPanel />
        </div>
      </div>
    </Page>
  )
}
