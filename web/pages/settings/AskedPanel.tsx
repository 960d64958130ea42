import type { ChosenNetwork } from '../../network/loadNetwork.ts'
import { Panel } from '../../ui/Page.tsx'
import { listAsked } from './listAsked.ts'
import styles from './settings.module.css'

/** What leaves the browser: to whom, and what each gets to know. */
export function AskedPanel({ chosen: { network } }: { chosen: ChosenNetwork }) {
  return (
    <Panel title="What leaves this browser">
      <p>Whom these pages ask, and what each gets to know beside the address of your connection:</p>
      <ul className={styles.asked}>
        {listAsked(network, location.origin).map(({ origin, roles, learns }) => (
          <li key={origin}>
            <span className={styles.mono}>{origin}</span>
            <span>{roles.join(', ')}</span>
            <span className={styles.soft}>{learns.join('; ')}</span>
          </li>
        ))}
      </ul>
      <p className={styles.soft}>
        There are no cookies, no counters, and no fonts, scripts or pictures from elsewhere. Your
        wallet has connections of its own, which no page sees.
      </p>
    </Panel>
  )
}
