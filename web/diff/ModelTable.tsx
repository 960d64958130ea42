import {
  type MarketDiff,
  type ModelDiff,
  nameParameter,
  type TargetDiff,
} from '../../governance/index.ts'
import styles from './diff.module.css'
import { Change } from './FieldRow.tsx'
import { WayBadge } from './WayBadge.tsx'
import { findWay, isUnmoved, occasionTitles, sayUnmoved } from './words.ts'

/** What the model returns for the latest observation and for the worst hour, before and after. */
export function ModelTable(props: { model: MarketDiff['model']; hasCounted: boolean }) {
  const { model, hasCounted } = props
  const [first] = model
  if (first === undefined) return null
  const isNew = first.targets.every(({ from }) => from === undefined)
  if (isUnmoved(model)) {
    return <p className={styles.soft}>{sayUnmoved(model)}</p>
  }
  return (
    <section
      className={styles.model}
      aria-label={isNew ? 'What the model returns' : 'What the model returns, before and after'}
    >
      <table>
        <caption>
          {isNew ? 'What the model returns' : 'What the model returns, before → after'}
        </caption>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            {model.map(({ occasion }) => (
              <th key={occasion} scope="col">
                {occasionTitles[occasion]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {first.targets.map(({ field }, row) => (
            <tr key={field}>
              <th scope="row">{nameParameter(field)}</th>
              {model.map((of) => (
                <td key={of.occasion}>
                  <Target {...pick(of, row)} hasCounted={hasCounted} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const pick = ({ targets }: ModelDiff, row: number) => ({ target: targets[row] })

function Target(props: { target: TargetDiff | undefined; hasCounted: boolean }) {
  const { target, hasCounted } = props
  if (target === undefined) return null
  const { field, from, to, boundedFrom, boundedTo } = target
  const isBounded = boundedTo.raw !== to.raw || boundedFrom?.raw !== from?.raw
  const isSame = from !== undefined && from.raw === to.raw
  return (
    <div className={styles.target}>
      {isSame ? (
        <span className={styles.soft}>
          <Change from={undefined} to={to} hasCounted={hasCounted} />, as before
        </span>
      ) : (
        <Change from={from} to={to} hasCounted={hasCounted} />
      )}
      <WayBadge way={findWay(field, from, to)} />
      {isBounded && (
        <span className={styles.bounded}>
          within the bounds{' '}
          <Change
            from={boundedFrom?.raw === boundedTo.raw ? undefined : boundedFrom}
            to={boundedTo}
            hasCounted={hasCounted}
          />
          <WayBadge way={findWay(field, boundedFrom, boundedTo)} />
        </span>
      )}
    </div>
  )
}
