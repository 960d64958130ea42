import styles from './markets.module.css'

/** What the marks on the bars stand for, and of which block the values are. */
export function Legend({ blockNumber }: { blockNumber: bigint }) {
  return (
    <div className={styles.legend}>
      <span>
        <i className={styles.keyForce} aria-hidden="true" /> in force at block{' '}
        <span data-block={String(blockNumber)}>{blockNumber.toLocaleString('en')}</span>
      </span>
      <span>
        <i className={styles.keyTarget} aria-hidden="true" /> the model asks for
      </span>
      <span>Bars span the voted bounds; where these lie far apart, by orders of magnitude.</span>
    </div>
  )
}
