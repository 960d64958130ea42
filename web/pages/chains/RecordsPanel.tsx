import type { GovernanceRecord, RecordStep } from '../../../client/bridge/readRecords.ts'
import { describeNext, listSteps, stepWords } from '../../../client/bridge/words.ts'
import { Badge, type Tone } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import styles from './chains.module.css'

const tones: Readonly<Record<RecordStep, Tone>> = {
  recorded: 'warn',
  posted: 'info',
  brought: 'info',
  scheduled: 'info',
  ready: 'warn',
  executed: 'good',
  canceled: 'danger',
  unknown: 'warn',
}

/** What was voted at home for other chains, and how far each has come. */
export function RecordsPanel({ records }: { records: readonly GovernanceRecord[] }) {
  return (
    <Panel title="Votes for other chains">
      {records.length === 0 && <p>Nothing was voted for another chain yet.</p>}
      {records.map((record) => (
        <RecordView key={`${record.chain.chainId} ${record.nonce}`} record={record} />
      ))}
    </Panel>
  )
}

function RecordView({ record }: { record: GovernanceRecord }) {
  const { chain, nonce, calldatas, step } = record
  const next = describeNext(record)
  const calls = calldatas.length === 1 ? '1 call' : `${calldatas.length} calls`
  return (
    <article className={styles.record} aria-label={`Vote ${nonce} for ${chain.name}`}>
      <h3>
        Vote {String(nonce)} for {chain.name} ({calls}){' '}
        <Badge tone={tones[step]}>{stepWords[step]}</Badge>
      </h3>
      <ol className={styles.steps}>
        {listSteps(record).map(({ title, isDone, detail }) => (
          <li key={title} data-done={isDone}>
            <strong>{title}</strong> {isDone ? '(done)' : '(open)'}
            <div className={styles.soft}>{detail}</div>
          </li>
        ))}
      </ol>
      {next !== undefined && <p>What can be done: {next}.</p>}
    </article>
  )
}
