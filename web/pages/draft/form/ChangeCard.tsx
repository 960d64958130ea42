import { useMemo } from 'react'
import type { Hex } from 'viem'
import type { Issue } from '../../../../governance/errors.ts'
import {
  applyMarketChange,
  describeFields,
  diffConfigs,
  type ExaminedDraft,
  type MarketConfig,
} from '../../../../governance/index.ts'
import { useContracts } from '../../../network/useContracts.ts'
import { Button } from '../../../ui/Button.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'
import { type FormChange, isForAnotherChain, kindMeanings } from '../model/draftForm.ts'
import {
  setChain,
  setMarket,
  setMarkets,
  setRationale,
  setReporters,
  setValue,
} from '../model/editDraft.ts'
import { findBase, listValues } from '../model/findBase.ts'
import { isMissing, sayIssue, splitIssues } from '../model/sortIssues.ts'
import { ChainChoice } from './ChainChoice.tsx'
import { FieldInput } from './FieldInput.tsx'
import { FieldSection, type FieldState } from './FieldSection.tsx'
import { LongText } from './LongText.tsx'
import { listSections } from './listSections.ts'
import { MarketChoice, MarketsChoice } from './MarketChoice.tsx'
import { ReportersInput } from './ReportersInput.tsx'
import { capitalizeFirst } from './words.ts'

/** One change of the draft: of which market, why, and what is to be different. */
export function ChangeCard(props: {
  index: number
  count: number
  change: FormChange
  examined: ExaminedDraft
  /** `examined` is of an earlier text. */
  isBehind: boolean
  markets: ReadonlyMap<Hex, MarketConfig>
  /** Names of markets that this change may be of. */
  known: readonly string[]
  onEdit: (change: (text: string) => string) => void
  onMove: (to: number) => void
  onRemove: () => void
}) {
  const { index, count, change, examined, isBehind, markets, known } = props
  const { onEdit, onMove, onRemove } = props
  const { kind, values, reporters, rationale } = change
  const place = `changes.${index}`
  const [market = ''] = change.markets
  const { changes, issues } = examined
  const isAway = isForAnotherChain(kind)
  const chains = useContracts().remote?.chains ?? []
  // On another chain the draft has all settings, whatever is in force there.
  const isNew = kind === 'market' || isAway
  const base = useMemo(
    () => (isNew ? undefined : findBase(market, index, changes, markets)),
    [isNew, market, index, changes, markets],
  )
  const inForce = useMemo(() => base && listValues(base), [base])
  const after = changes.find((of) => of.index === index)?.change
  const moved = useMemo(() => {
    const to = after && applyMarketChange(base, after)
    return to && new Map(diffConfigs(base, to).map((field) => [field.path, field]))
  }, [base, after])
  const shown = useMemo(() => listShown(change), [change])
  const { byField, others } = useMemo(
    () => splitIssues(issues, index, shown),
    [issues, index, shown],
  )
  const state: FieldState = {
    place,
    isAddition: isNew,
    values,
    inForce,
    issues: byField,
    changes: isBehind ? undefined : moved,
    onValue: (path, value) => onEdit((text) => setValue(text, index, path, value)),
  }
  const [threshold] = describeFields('reporters')
  const title = kind === undefined ? 'A change of an unknown kind' : kindMeanings[kind].title
  const name = `Change ${index + 1}: ${title}`
  return (
    <section className={styles.card} aria-label={name}>
      <div className={styles.cardHead}>
        <h2 id={idOf(place)} tabIndex={-1}>
          {index + 1}. {title}
          {market !== '' && <span className={styles.soft}> of {change.markets.join(', ')}</span>}
        </h2>
        <div className={styles.row}>
          {count > 1 && (
            <>
              <Button
                isSmall
                look="quiet"
                disabled={index === 0}
                aria-label={`Move change ${index + 1} up`}
                onClick={() => onMove(index - 1)}
              >
                Up
              </Button>
              <Button
                isSmall
                look="quiet"
                disabled={index === count - 1}
                aria-label={`Move change ${index + 1} down`}
                onClick={() => onMove(index + 1)}
              >
                Down
              </Button>
            </>
          )}
          <Button isSmall look="quiet" aria-label={`Remove change ${index + 1}`} onClick={onRemove}>
            Remove
          </Button>
        </div>
      </div>
      {kind === undefined ? (
        <Notice tone="warn" title="The form does not know this kind of change">
          <p>Correct it in the text, or remove it.</p>
        </Notice>
      ) : (
        <>
          <p className={styles.help}>{capitalizeFirst(kindMeanings[kind].sets)}.</p>
          {isAway && (
            <ChainChoice
              place={place}
              chainId={change.chainId ?? ''}
              chains={chains}
              issue={byField.get('chainId')}
              onChange={(next) => onEdit((text) => setChain(text, index, next))}
            />
          )}
          {kind === 'model' ? (
            <MarketsChoice
              place={place}
              markets={change.markets}
              known={known}
              issues={byField}
              onChange={(next) => onEdit((text) => setMarkets(text, index, next))}
            />
          ) : (
            <MarketChoice
              place={place}
              isNew={kind === 'market'}
              market={market}
              known={known}
              issue={byField.get('market')}
              onChange={(next) => onEdit((text) => setMarket(text, index, next))}
            />
          )}
        </>
      )}
      <LongText
        place={`${place}.rationale`}
        label="Why"
        help="The reason for this change, for who votes on it. Markdown, as text."
        value={rationale}
        rows={2}
        issue={byField.get('rationale')}
        onChange={(next) => onEdit((text) => setRationale(text, index, next))}
      />
      <OtherIssues issues={others} place={place} />
      {kind !== undefined &&
        listSections(kind).map((section) => (
          <FieldSection key={section.title ?? ''} section={section} state={state} />
        ))}
      {(kind === 'reporters' || kind === 'market') && threshold !== undefined && (
        <>
          <ReportersInput
            place={place}
            reporters={reporters}
            inForce={base?.reporters}
            issues={byField}
            onChange={(next) => onEdit((text) => setReporters(text, index, next))}
          />
          <FieldInput
            place={`${place}.threshold`}
            field={threshold}
            value={values.threshold}
            inForce={inForce?.threshold}
            issue={byField.get('threshold')}
            change={state.changes?.get('threshold')}
            isSame={
              inForce !== undefined &&
              state.changes !== undefined &&
              !state.changes.has('threshold') &&
              !byField.has('threshold')
            }
            onChange={(next) => state.onValue('threshold', next)}
          />
        </>
      )}
    </section>
  )
}

/** What is wrong with a change and not with one of its fields. */
function OtherIssues({ issues, place }: { issues: readonly Issue[]; place: string }) {
  if (issues.length === 0) return null
  return (
    <ul className={styles.issues}>
      {issues.map((issue) => (
        <li
          key={`${issue.path} ${issue.allowed}`}
          className={isMissing(issue) ? styles.help : styles.error}
        >
          {isMissing(issue) ? '' : `${issue.path.slice(place.length + 1)}: `}
          {sayIssue(issue)}
        </li>
      ))}
    </ul>
  )
}

/** The places of a change that have an input. */
function listShown({ kind, markets, reporters }: FormChange): ReadonlySet<string> {
  if (kind === undefined) return new Set(['rationale'])
  const lists =
    kind === 'reporters' || kind === 'market'
      ? ['reporters', ...(reporters ?? []).map((_, index) => `reporters.${index}`)]
      : []
  const subjects =
    kind === 'model' ? ['markets', ...markets.map((_, index) => `markets.${index}`)] : ['market']
  return new Set([
    'rationale',
    ...(isForAnotherChain(kind) ? ['chainId'] : []),
    ...subjects,
    ...lists,
    ...describeFields(kind).map(({ path }) => path),
  ])
}
