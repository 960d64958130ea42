import { describeError } from '../data/useReading.ts'
import type { ChosenNetwork } from '../network/loadNetwork.ts'
import { SettingsForm } from '../pages/settings/SettingsForm.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './app.module.css'

/** Shown where the network names no node: the visitor can give one. */
export function NoNode({ chosen, error }: { chosen: ChosenNetwork; error: Error }) {
  return (
    <main className={styles.alone}>
      <h1>Gimbal</h1>
      <Notice tone="warn" title="There is no node to ask">
        <p>{describeError(error)}</p>
      </Notice>
      <SettingsForm chosen={chosen} />
    </main>
  )
}
