import { useState } from 'react'
import { saveAndReload } from '../../network/reload.ts'
import { forgetBefore, readSettings, type Settings } from '../../network/settings.ts'
import { browserStorage, tabStorage } from '../../network/storage.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './settings.module.css'

/** Says that a change counts now, and takes it back. */
export function SavedNotice({ before }: { before: Settings }) {
  const [isShown, setShown] = useState(true)
  if (!isShown) return null
  const keep = () => {
    forgetBefore(tabStorage)
    setShown(false)
  }
  // The colours have been chosen since, perhaps, and are no part of it.
  const undo = () => saveAndReload({ ...before, theme: readSettings(browserStorage).theme })
  return (
    <Notice tone="info" title="Your change counts from now on" isAnnounced>
      <p>
        The page was loaded again with it, and asks every service once. What each answers stands
        beside it below.
      </p>
      <div className={styles.row}>
        <Button onClick={keep}>Keep it</Button>
        <Button onClick={undo}>Undo it</Button>
      </div>
    </Notice>
  )
}
