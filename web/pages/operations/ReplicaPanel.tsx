import type { ReactNode } from 'react'
import { showText } from '../../../core/index.ts'
import { type ConditionState, conditionWords } from '../../operations/conditionWords.ts'
import type { ReplicaAnswer } from '../../operations/readReplica.ts'
import { listConditions, type MarketFigures, readFigures } from '../../operations/replicaFigures.ts'
import {
  type ReplicaNow,
  showCount,
  showEther,
  showSeconds,
  showTurn,
} from '../../operations/words.ts'
import { DataTable, Facts } from '../../ui/DataTable.tsx'
import { Badge, Notice, type Tone } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Moment, Stranger } from '../../ui/texts.tsx'
import styles from './operations.module.css'
import { ReplicaBadges } from './ReplicaBadges.tsx'

/** One replica: each condition, and the figures that matter. */
export function ReplicaPanel(props: { replica: ReplicaNow; headBlock: bigint | undefined }) {
  const { replica, headBlock } = props
  const { name, answer } = replica
  return (
    <Panel title={`Replica ${name}`} actions={<ReplicaBadges replica={replica} />}>
      {answer.kind === 'answers' ? (
        <Answer answer={answer} headBlock={headBlock} />
      ) : (
        <Notice tone="warn" title="This page cannot read it">
          <p>
            <Stranger isInline text={answer.detail} />.
          </p>
        </Notice>
      )}
    </Panel>
  )
}

function Answer({ answer, headBlock }: { answer: ReplicaAnswer; headBlock: bigint | undefined }) {
  const { ready, isLive, samples, tookMs } = answer
  const conditions = listConditions(ready, samples)
  const figures = readFigures(samples)
  return (
    <>
      {ready.state !== undefined && (
        <Notice tone="warn" title="It is not at work">
          <p>
            It is <Stranger isInline text={ready.state} />.
          </p>
        </Notice>
      )}
      {!isLive && (
        <Notice tone="danger" title="Its loop stands still">
          <p>A supervisor should start it again: it has not turned for 30 s.</p>
        </Notice>
      )}
      <DataTable
        caption="Conditions: an alarm is one that has been wrong for long"
        rows={conditions}
        keyOf={({ name }) => name}
        columns={[
          { title: 'Condition', cell: ({ name }) => <Stranger isInline text={name} /> },
          { title: 'Is about', cell: ({ name }) => conditionWords[name]?.about ?? '' },
          { title: 'State', cell: (condition) => <StateBadge condition={condition} /> },
          {
            title: 'Problem, and what to do',
            cell: (condition) => <Problem condition={condition} />,
          },
        ]}
      />
      <div className={styles.columns}>
        <Group
          title="Sources"
          facts={[
            ['Latest block', describeHead(figures.headBlock, headBlock)],
            ['Time of that block', showMoment(figures.headAt)],
            ['Nodes that confirm it', showCount(figures.witnesses)],
            [
              'Index behind the chain',
              `${showCount(figures.indexLagBlocks)} blocks, ${showSeconds(figures.indexLagSec)}`,
            ],
            ['95 of 100 turns take', showTurn(figures.turnSec)],
            ['Turns that failed', showCount(figures.turnsFailed)],
            ['Answered this page in', `${tookMs} ms`],
            ['Started', showMoment(figures.startedAt)],
          ]}
        />
        <Group
          title="Pushes"
          facts={[
            ...figures.markets.flatMap(listMarket),
            ['Pushes taken', showCount(figures.pushesTaken)],
            [
              'Reverted, replaced',
              `${showCount(figures.pushesReverted)}, ${showCount(figures.pushesReplaced)}`,
            ],
            ['Fees of pushes', showEther(figures.feeWei)],
            ['Balance', showEther(figures.balanceWei)],
          ]}
        />
        <Group
          title="With the others"
          facts={[
            ['Rounds with a quorum', showCount(figures.quorumsReached)],
            ['Rounds without', showCount(figures.quorumsMissed)],
            ['Peers that measured otherwise', showCount(figures.refusedDiffering)],
            ['Peers that did not answer', showCount(figures.refusedSilent)],
            ['Signed for peers', showCount(figures.signaturesGiven)],
            ['Had measured otherwise', showCount(figures.answeredDiffering)],
          ]}
        />
      </div>
    </>
  )
}

function Group({
  title,
  facts,
}: {
  title: string
  facts: readonly (readonly [string, ReactNode])[]
}) {
  return (
    <div className={styles.group}>
      <h3>{title}</h3>
      <Facts facts={facts} />
    </div>
  )
}

function listMarket(figures: MarketFigures): [string, ReactNode][] {
  const market = showText(figures.market)
  return [
    [`Evidence of ${market}`, `${showSeconds(figures.valueAgeSec)} old`],
    [`Observation of ${market}`, `${showSeconds(figures.observationAgeSec)} old`],
    [`Signatures for ${market}, last round`, showCount(figures.signatures)],
  ]
}

const states: Readonly<Record<ConditionState['state'], readonly [Tone, string]>> = {
  good: ['good', 'good'],
  wrong: ['warn', 'WRONG'],
  alarm: ['danger', 'ALARM'],
}

function StateBadge({ condition: { state } }: { condition: ConditionState }) {
  const [tone, word] = states[state]
  return <Badge tone={tone}>{word}</Badge>
}

function Problem({ condition: { name, state, problem } }: { condition: ConditionState }) {
  if (state === 'good') return null
  return (
    <>
      <Stranger isInline text={problem ?? 'it does not say what'} />
      <div className={styles.soft}>{conditionWords[name]?.advice ?? ''}</div>
    </>
  )
}

function describeHead(block: number | undefined, own: bigint | undefined): string {
  if (block === undefined || own === undefined) return showCount(block)
  const behind = Number(own) - block
  return behind > 0
    ? `${showCount(block)}, ${showCount(behind)} behind this page's node`
    : showCount(block)
}

function showMoment(at: number | undefined): ReactNode {
  return at === undefined ? showCount(at) : <Moment at={BigInt(Math.round(at))} />
}
