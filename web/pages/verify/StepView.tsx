import type { Step } from '../../../verify/compare.ts'
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx'
import { Badge, type Tone } from '../../ui/Notice.tsx'
import { type FigureText, formatPair, type PairText } from '../../verify/formatPair.ts'
import { describeStep, shortenText } from '../../verify/words.ts'
import styles from './verify.module.css'

/** Open from the start: what the page is for. */
const SHOWN = /^(observation|target|bounds)/

/** A step of a check: what the contract says, what was found here, and whether they are equal. */
export function StepView({ step, number }: { step: Step; number: number }) {
  const { differences, pairs, caveats = [] } = step
  const { title, says } = describeStep(step)
  const text = shortenText(step)
  const rows = pairs.map(formatPair)
  const isDifferent = differences.length > 0
  return (
    <li className={styles.step} data-state={isDifferent ? 'differs' : undefined}>
      <details open={isDifferent || SHOWN.test(step.name)}>
        <summary className={styles.stepHead}>
          <h3>
            {number}. {title}
          </h3>
          <StepBadge step={step} />
          <span className={styles.soft}>{countEqual(rows)}</span>
        </summary>
        <div className={styles.stepBody}>
          <p>{says}</p>
          {text !== '' && <p className={styles.text}>{text}</p>}
          {caveats.map((caveat) => (
            <p key={caveat} className={styles.caveat}>
              Not proven: {caveat}.
            </p>
          ))}
          {differences.length > 0 && (
            <ul className={styles.differences}>
              {differences.map((difference) => (
                <li key={difference}>{difference}</li>
              ))}
            </ul>
          )}
          {rows.length > 0 && (
            <DataTable
              caption={`${title}: what the contract says and what was found here`}
              isCaptionHidden
              rows={rows}
              keyOf={({ name }) => name}
              columns={columns}
            />
          )}
        </div>
      </details>
    </li>
  )
}

function StepBadge({ step: { differences, caveats = [] } }: { step: Step }) {
  const [tone, word]: [Tone, string] =
    differences.length > 0
      ? ['danger', 'DIFFERS']
      : caveats.length > 0
        ? ['warn', 'as told']
        : ['good', 'equal']
  return <Badge tone={tone}>{word}</Badge>
}

function countEqual(rows: readonly PairText[]): string {
  if (rows.length === 0) return ''
  const equal = rows.filter(({ isEqual }) => isEqual).length
  return `${equal} of ${rows.length} equal`
}

const columns: readonly TableColumn<PairText>[] = [
  { title: 'Field', cell: ({ name }) => name },
  { title: 'Contract', cell: ({ contract }) => <FigureView figure={contract} /> },
  { title: 'Here', cell: ({ here }) => <FigureView figure={here} /> },
  {
    title: 'Equal?',
    cell: ({ isEqual }) => (
      <Badge tone={isEqual ? 'good' : 'danger'}>{isEqual ? 'equal' : 'DIFFERS'}</Badge>
    ),
  },
]

function FigureView({ figure: { text, raw } }: { figure: FigureText }) {
  return (
    <span className={text.startsWith('0x') ? styles.hex : styles.figure}>
      {text}
      {raw !== undefined && <span className={styles.raw}>{raw}</span>}
    </span>
  )
}
