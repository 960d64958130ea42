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
import { Facts } from '../../ui/DataTable.tsx'
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
      <ul className={styles.conditions} aria-label="Conditions">
        {conditions.map((condition) => (
          <ConditionCell key={condition.name} condition={condition} />
        ))}
      </ul>
      {conditions
        .filter(({ state }) => state !== 'good')
        .map((condition) => (
          <Problem key={condition.name} condition={condition} />
        ))}
      <div className={styles.columns}>
        <Group
          title="Sources"
          facts={[
            ['Latest block', describeHead(figures.headBlock, headBlock)],
            ['Its time', showMoment(figures.headAt)],
            ['Nodes agreeing', showCount(figures.witnesses)],
            [
              'Index behind',
              `${showCount(figures.indexLagBlocks)} blocks, ${showSeconds(figures.indexLagSec)}`,
            ],
            ['A turn takes', showTurn(figures.turnSec)],
            ['Turns that failed', showCount(figures.turnsFailed)],
            ['Its answer took', `${tookMs} ms`],
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
            ['Quorums reached', showCount(figures.quorumsReached)],
            ['Quorums missed', showCount(figures.quorumsMissed)],
            ['Peers differed', showCount(figures.refusedDiffering)],
            ['Peers silent', showCount(figures.refusedSilent)],
            ['Signed for peers', showCount(figures.signaturesGiven)],
            ['Differed itself', showCount(figures.answeredDiffering)],
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
    [`Evidence, ${market}`, `${showSeconds(figures.valueAgeSec)} old`],
    [`Observation, ${market}`, `${showSeconds(figures.observationAgeSec)} old`],
    [`Signatures, ${market}`, showCount(figures.signatures)],
  ]
}

const states: Readonly<Record<ConditionState['state'], readonly [Tone, string]>> = {
  good: ['good', 'good'],
  wrong: ['warn', 'WRONG'],
  alarm: ['danger', 'ALARM'],
}

function ConditionCell({ condition: { name, state } }: { condition: ConditionState }) {
  const [tone, word] = states[state]
  return (
    <li>
      <strong>
        <Stranger isInline text={name} />
      </strong>{' '}
      <Badge tone={tone}>{word}</Badge>
      <div className={styles.soft}>{conditionWords[name]?.about ?? ''}</div>
    </li>
  )
}

function Problem({ condition: { name, state, problem } }: { condition: ConditionState }) {
  return (
    <Notice
      tone={state === 'alarm' ? 'danger' : 'warn'}
      title={`${states[state][1]}: ${showText(name)}`}
    >
      <p>
        <Stranger isInline text={problem ?? 'It does not say what is wrong'} />
      </p>
      <p>{conditionWords[name]?.advice ?? ''}</p>
    </Notice>
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
  // A replica may tell anything, NaN too.
  return at === undefined || !Number.isFinite(at) ? (
    showCount(undefined)
  ) : (
    <Moment at={BigInt(Math.round(at))} />
  )
}
