import { formatChance, formatInterval, formatSigned } from '../../backtest/report/formatFigures.ts'
import { listAssumptions, listMarketAssumptions } from '../../backtest/report/listAssumptions.ts'
import { listCautions } from '../../backtest/report/listCautions.ts'
import { type SaidVerdict, sayVerdict } from '../../backtest/report/sayVerdict.ts'
import type { BacktestResult } from '../../backtest/result.ts'
import { showText } from '../../core/index.ts'
import { DataTable, Facts } from '../ui/DataTable.tsx'
import { Notice, type Tone } from '../ui/Notice.tsx'
import styles from './backtest.module.css'
import { RuleBars } from './RuleBars.tsx'

const tones: Readonly<Record<SaidVerdict['verdict'], Tone>> = {
  better: 'good',
  worse: 'danger',
  'no difference shown': 'info',
  'too short to judge': 'warn',
  'nothing to compare': 'info',
}

/** A result as a voter reads it: the verdict in words, then every rule with its doubt, then what may mislead. */
export function ResultView({ result }: { result: BacktestResult }) {
  const { verdict, headline, sentences } = sayVerdict(result)
  const [market] = result.markets
  return (
    <>
      <Notice tone={tones[verdict]} title={headline} isAnnounced>
        {sentences.map((sentence) => (
          <p key={sentence}>{showText(sentence)}</p>
        ))}
      </Notice>
      <p className={styles.about}>
        {result.inputs.governed} on {market?.title}: {countOf(result.honesty.days, 'day')},{' '}
        {countOf(market?.rows ?? 0, 'row')}. {listCautions(result).join(' ')}
      </p>
      <RuleBars result={result} />
      <Attribution result={result} />
      <Sensitivity result={result} />
      <Honesty result={result} />
      <details>
        <summary>What is left out and assumed</summary>
        <ul className={styles.assumptions}>
          {listAssumptions(result).map((text) => (
            <li key={text}>{text}</li>
          ))}
          {result.markets.map((of) => (
            <li key={of.name}>
              {of.title}
              <ul>
                {listMarketAssumptions(of).map((text) => (
                  <li key={text}>{text}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </details>
    </>
  )
}

/** What each changed field alone does. */
function Attribution({ result: { attribution, notAttributed } }: { result: BacktestResult }) {
  if (attribution.length === 0) return null
  return (
    <section className={styles.part} aria-label="What each change alone does">
      <h3>What each change alone does</h3>
      <p className={styles.about}>
        J of the draft less J of the draft with that one figure as it is in force, bp a year. Below
        0 the change helps. Effects need not add up.
      </p>
      <DataTable
        caption="What each changed figure adds to J, bp a year"
        isCaptionHidden
        rows={attribution}
        keyOf={({ field }) => field}
        columns={[
          { title: 'Change', cell: ({ label, from, to }) => `${label}: ${from} → ${to}` },
          {
            title: 'J',
            align: 'end',
            cell: ({ differenceBpYear }) => formatSigned(differenceBpYear),
          },
          {
            title: '90 % interval',
            align: 'end',
            cell: ({ lowBpYear, highBpYear }) => formatInterval(lowBpYear, highBpYear) || 'none',
          },
          { title: 'Verdict', cell: ({ verdict }) => verdict },
        ]}
      />
      {notAttributed.length > 0 && (
        <p className={styles.about}>
          Not looked at alone, as the rest would be refused or there are too many:{' '}
          {notAttributed.join(', ')}.
        </p>
      )}
    </section>
  )
}

/** Whether the order of the rules hangs on what nobody knows for sure. */
function Sensitivity({ result: { sensitivity } }: { result: BacktestResult }) {
  const flipped = sensitivity.filter(({ isRankingFlipped }) => isRankingFlipped)
  return (
    <p className={styles.about}>
      {flipped.length === 0
        ? 'No other assumption that was tried changes the order of the rules.'
        : `The order of the rules changes with another assumption: ${flipped.map(({ name }) => name).join(', ')}.`}
    </p>
  )
}

/** How much of what was seen may be luck. */
function Honesty({ result: { honesty } }: { result: BacktestResult }) {
  const { days, trials, realityCheckP, deflatedSharpe, overfittingProbability } = honesty
  return (
    <section className={styles.part} aria-label="How much of this may be luck">
      <h3>How much of this may be luck</h3>
      <Facts
        facts={[
          [
            'Trials',
            `${trials} rules and policies tried so far in this browser against these settings; whoever tries many finds a good one by luck`,
          ],
          ['Days', `${days}, the unit of every interval`],
          ['Reality Check p', formatChance(realityCheckP)],
          ['Deflated Sharpe ratio', formatChance(deflatedSharpe)],
          ['Overfitting', formatChance(overfittingProbability)],
        ]}
      />
    </section>
  )
}

const countOf = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? what : `${what}s`}`
