import { type EvidenceDiff, evidenceMeanings } from '../../governance/index.ts'
import styles from './diff.module.css'

/** Which evidence the market takes before and after, and the contracts that measure it afterwards. */
export function EvidenceTable({ evidence }: { evidence: EvidenceDiff }) {
  const { from, to, contracts } = evidence
  return (
    <section className={styles.evidence} aria-label="Which evidence the market takes">
      <p>
        Evidence that the market takes:{' '}
        <strong>{from === undefined || from === to ? to : `${from} → ${to}`}</strong>
      </p>
      <p className={styles.soft}>{evidenceMeanings[to]}</p>
      {contracts.map(({ address, kind, facts }) => (
        <details key={address} className={styles.group} open>
          <summary>
            {kind === 'proven' ? 'A contract measures alone' : 'A contract confirms what is signed'}
            : <code className={styles.address}>{address}</code>
          </summary>
          <dl className={styles.facts}>
            {facts.map(({ name, text }, place) => (
              // Two rings have the same name.
              // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a contract keep their order
              <div key={place}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
    </section>
  )
}
