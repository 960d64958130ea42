import type { Hex } from 'viem'
import type { BoundProposal } from '../../../backtest/report/checkBinding.ts'
import type { ReadResult } from '../../../backtest/report/readResult.ts'
import type { Comparison } from '../../../backtest/result.ts'
import { showText } from '../../../core/index.ts'
import type { MarketConfig } from '../../../governance/index.ts'
import { describeError, useReading } from '../../data/useReading.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { Badge, Notice, type Tone } from '../../ui/Notice.tsx'
import { Loading } from '../../ui/ReadingView.tsx'
import styles from './proposal.module.css'

/** What a result says of a proposal, in the backtest room's own words; DANGER if it is not of this proposal. */
export function ResultView(props: {
  read: ReadResult
  proposal: BoundProposal
  markets: ReadonlyMap<Hex, MarketConfig>
}) {
  const { read, proposal, markets } = props
  const reading = useReading({ key: ['backtest-words'], read: loadWords })
  if (reading.error !== null) return <p>{describeError(reading.error)}</p>
  if (reading.data === undefined) return <Loading what="the result" />
  const { checkResult, sayVerdict, listCautions, formatSigned, formatInterval, PROPOSAL_ID } =
    reading.data
  const { faults, warnings, text } = checkResult(read, proposal, markets)
  if (faults.length > 0) {
    return (
      <Notice
        tone="danger"
        title="DANGER: this result is not the one that the proposal names"
        isAnnounced
      >
        {faults.map((fault) => (
          <p key={fault}>{showText(fault)}</p>
        ))}
        <p>Whatever it says, it says nothing about this proposal.</p>
      </Notice>
    )
  }
  const { result } = read
  const { headline, sentences, verdict } = sayVerdict(result)
  return (
    <div className={styles.result}>
      <Notice tone={tones[verdict] ?? 'info'} title={headline} isAnnounced>
        {sentences.map((sentence) => (
          <p key={sentence}>{showText(sentence)}</p>
        ))}
      </Notice>
      {warnings.map((warning) => (
        <Notice key={warning} tone="warn">
          <p>{showText(warning)}</p>
        </Notice>
      ))}
      <DataTable
        caption="J of the proposal less J of another rule, in bp a year; below 0 the proposal is better"
        rows={result.comparisons.filter(({ ruleId }) => ruleId === PROPOSAL_ID)}
        keyOf={({ ruleId, against }) => `${ruleId} ${against}`}
        columns={[
          { title: 'Against', cell: ({ against }) => showText(against) },
          {
            title: 'Difference',
            align: 'end',
            cell: ({ differenceBpYear }) => formatSigned(differenceBpYear),
          },
          {
            title: '90 % interval',
            align: 'end',
            cell: ({ lowBpYear, highBpYear }) => formatInterval(lowBpYear, highBpYear) || 'none',
          },
          { title: 'Verdict', cell: (of) => <Badge tone={toneOf(of)}>{of.verdict}</Badge> },
        ]}
      />
      {listCautions(result).map((caution) => (
        <p key={caution} className={styles.soft}>
          {showText(caution)}
        </p>
      ))}
      <p className={styles.soft}>{text}</p>
    </div>
  )
}

const tones: Readonly<Record<string, Tone>> = { better: 'good', worse: 'warn' }

const toneOf = ({ verdict }: Comparison): Tone | 'plain' => tones[verdict] ?? 'plain'

async function loadWords() {
  const [check, verdict, cautions, figures, rules] = await Promise.all([
    import('../../../backtest/report/checkResult.ts'),
    import('../../../backtest/report/sayVerdict.ts'),
    import('../../../backtest/report/listCautions.ts'),
    import('../../../backtest/report/formatFigures.ts'),
    import('../../../backtest/statistics/compareRules.ts'),
  ])
  return {
    checkResult: check.checkResult,
    sayVerdict: verdict.sayVerdict,
    listCautions: cautions.listCautions,
    formatSigned: figures.formatSigned,
    formatInterval: figures.formatInterval,
    PROPOSAL_ID: rules.PROPOSAL_ID,
  }
}
