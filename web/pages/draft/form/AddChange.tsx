import { useId, useState } from 'react'
import type { Hex } from 'viem'
import type { YamlValue } from '../../../../files/editYaml.ts'
import {
  type ChangeKind,
  formatMarket,
  type MarketConfig,
  parseMarket,
} from '../../../../governance/index.ts'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'
import { kindMeanings } from '../model/draftForm.ts'
import { loadExampleMarket } from '../model/examples.ts'
import { startChange, startMarket, toStart } from '../model/startChange.ts'

const kinds = Object.keys(kindMeanings) as ChangeKind[]
const EXAMPLE = ''

/** What may be added to the draft: every kind of change, of a market that there is, or a new market. */
export function AddChange(props: {
  /** Undefined: it is not known yet what is in force. */
  markets: ReadonlyMap<Hex, MarketConfig> | undefined
  known: readonly string[]
  onAdd: (change: YamlValue) => void
  onFailed: (reason: string) => void
}) {
  const { markets, known, onAdd, onFailed } = props
  const [chosen, choose] = useState<string>()
  const [start, setStart] = useState(EXAMPLE)
  const [marketId, startId] = [useId(), useId()]
  const market = chosen !== undefined && known.includes(chosen) ? chosen : known[0]
  const add = (kind: ChangeKind) => {
    if (kind !== 'market') {
      if (market !== undefined) onAdd(startChange(kind, market))
      return
    }
    const config = markets?.get(parseMarket(start) ?? '0x')
    if (config !== undefined) onAdd(startMarket(toStart(config), false))
    else {
      loadExampleMarket().then(
        (settings) => onAdd(startMarket(settings, true)),
        () => onFailed('The example of a market cannot be loaded; open this page again.'),
      )
    }
  }
  return (
    <section className={styles.adding} aria-labelledby={idOf('changes')}>
      <div className={styles.cardHead}>
        <h2 id={idOf('changes')} tabIndex={-1}>
          Add a change
        </h2>
        {market !== undefined && (
          <div className={styles.inline}>
            <label htmlFor={marketId}>of the market</label>
            <select id={marketId} value={market} onChange={({ target }) => choose(target.value)}>
              {known.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        )}
      </div>
      {markets === undefined && (
        <p className={styles.help}>
          What is in force is not known yet: changes of a market that is there can be written as
          text, or here once the node has answered.
        </p>
      )}
      {markets !== undefined && known.length === 0 && (
        <p className={styles.help}>
          There is no market yet, so that only one can be added; everything else changes one.
        </p>
      )}
      <ul className={styles.kinds}>
        {kinds.map((kind) => (
          <li key={kind}>
            <button
              type="button"
              className={styles.kind}
              disabled={kind !== 'market' && market === undefined}
              onClick={() => add(kind)}
            >
              <strong>{kindMeanings[kind].title}</strong>
              <span>{kindMeanings[kind].sets}</span>
            </button>
          </li>
        ))}
      </ul>
      {markets !== undefined && markets.size > 0 && (
        <div className={styles.inline}>
          <label htmlFor={startId}>A new market starts with</label>
          <select id={startId} value={start} onChange={({ target }) => setStart(target.value)}>
            <option value={EXAMPLE}>the figures of the example</option>
            {[...markets.keys()].map((id) => (
              <option key={id} value={formatMarket(id)}>
                the settings of {formatMarket(id)}
              </option>
            ))}
          </select>
        </div>
      )}
    </section>
  )
}
