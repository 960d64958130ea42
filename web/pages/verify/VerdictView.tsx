import { formatMarket } from '../../../governance/index.ts'
import { nameUpdate } from '../../../verify/resolveUpdate.ts'
import { describeEvidenceKind, describeWay } from '../../../verify/verdict.ts'
import { formatUpdateId } from '../../../verify/verifyUpdate.ts'
import { useSession } from '../../network/session.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice, type Tone } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Copy, Moment, Short } from '../../ui/texts.tsx'
import { classify, type Outcome, type OutcomeKind } from '../../verify/job.ts'
import { describeVerdict, formatCommand, formatOutcomes } from '../../verify/words.ts'
import { StepView } from './StepView.tsx'
import styles from './verify.module.css'

export const kindTones: Readonly<Record<OutcomeKind, Tone>> = {
  equal: 'good',
  'equal-as-told': 'warn',
  differs: 'danger',
  refused: 'danger',
}

const kindTitles: Readonly<Record<OutcomeKind, string>> = {
  equal: 'Equal, to the bit',
  'equal-as-told': 'Equal, as far as this node tells the truth',
  differs: 'DIFFERS',
  refused: 'Refused',
}

/** What came of the check of one update, step by step. */
export function VerdictView({ outcome }: { outcome: Outcome }) {
  const { update, steps, refusal } = outcome
  const kind = classify(outcome)
  const caveats = steps.flatMap(({ caveats = [] }) => caveats)
  return (
    <>
      <Notice tone={kindTones[kind]} title={kindTitles[kind]} isAnnounced>
        <p>{describeVerdict(outcome)}</p>
        {caveats.length > 0 && (
          <ul className={styles.list}>
            {caveats.map((caveat) => (
              <li key={caveat}>{caveat}</li>
            ))}
          </ul>
        )}
        {kind === 'differs' && refusal !== undefined && <p>It went no further: {refusal}.</p>}
        <CopyRow outcomes={[outcome]} which={nameUpdate(update)} />
      </Notice>
      <Panel title={`Update ${nameUpdate(update)} of ${formatMarket(update.marketId)}`}>
        <Facts
          facts={[
            ['What it did', describeWay(update)],
            ['Evidence', describeEvidenceKind(update)],
            ['Evidence of', <Moment key="at" at={update.observedAt} />],
            ['Observed block', update.observedBlockNumber.toLocaleString('en')],
            ['Block that took it', update.blockNumber.toLocaleString('en')],
            [
              'Transaction',
              <Short key="hash" hex={update.transactionHash} what="transaction hash" />,
            ],
            ['Id', <Short key="id" hex={formatUpdateId(update)} what="id" />],
          ]}
        />
        <ol className={styles.steps}>
          {steps.map((step, at) => (
            <StepView key={step.name} step={step} number={at + 1} />
          ))}
        </ol>
      </Panel>
    </>
  )
}

/** The verdict as JSON, and the command that does the same. */
export function CopyRow(props: { outcomes: readonly Outcome[]; which: string; market?: string }) {
  const { network } = useSession()
  const command = formatCommand(props.which, props.market, network.name)
  return (
    <div className={styles.copies}>
      <span>
        The verdict as JSON{' '}
        <Copy text={formatOutcomes(props.outcomes)} what="the verdict as JSON" />
      </span>
      <span>
        The same on a command line: <code>{command}</code>{' '}
        <Copy text={command} what="the command" />
      </span>
    </div>
  )
}
