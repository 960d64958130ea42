import { useId, useState } from 'react'
import type { Hex } from 'viem'
import { readRemotes } from '../../../../client/proposals/readRemotes.ts'
import type { YamlValue } from '../../../../files/editYaml.ts'
import {
  type ChangeKind,
  formatMarket,
  type MarketConfig,
  nameChain,
  parseMarket,
  type RemoteConfig,
  type RemoteStanding,
} from '../../../../governance/index.ts'
import { connectTo } from '../../../network/connectTo.ts'
import { type Session, useSession } from '../../../network/session.ts'
import { useContracts } from '../../../network/useContracts.ts'
import styles from '../draft.module.css'
import { idOf } from '../focusPlace.ts'
import { isForAnotherChain, kindMeanings } from '../model/draftForm.ts'
import { loadExampleMarket } from '../model/examples.ts'
import {
  startChange,
  startMarket,
  startRemote,
  toRemoteStart,
  toStart,
} from '../model/startChange.ts'

const allKinds = Object.keys(kindMeanings) as ChangeKind[]
const EXAMPLE = ''

/** What is in force of a market on another chain; undefined: nothing, or it is not known. */
async function readThere(
  { client, network }: Session,
  chainId: bigint,
  name: string,
): Promise<RemoteConfig | undefined> {
  const market = parseMarket(name)
  if (market === undefined) return undefined
  const change = { change: 'remote-resume', chainId, market, rationale: '' } as const
  const options = { client, network, connectTo, isExecuted: false }
  const { standings } = await readRemotes([change], options).catch(() => ({
    standings: new Map<bigint, RemoteStanding>(),
  }))
  return standings.get(chainId)?.markets.get(market)
}

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
  const [marketId, startId, chainSelectId] = [useId(), useId(), useId()]
  const session = useSession()
  const chains = useContracts().remote?.chains ?? []
  const [chosenChain, chooseChain] = useState<string>()
  const chain = chains.find(({ chainId }) => `${chainId}` === chosenChain) ?? chains[0]
  // A network without other chains has no use for changes there.
  const kinds = allKinds.filter((kind) => chain !== undefined || !isForAnotherChain(kind))
  const market = chosen !== undefined && known.includes(chosen) ? chosen : known[0]
  const add = (kind: ChangeKind) => {
    if (kind === 'remote-market' || kind === 'remote-resume') {
      const here = markets?.get(parseMarket(market ?? '') ?? '0x')
      if (chain === undefined || market === undefined) return
      if (kind === 'remote-resume') onAdd(startRemote(kind, chain.chainId, market, {}))
      else if (here !== undefined) {
        void readThere(session, chain.chainId, market).then((there) =>
          onAdd(startRemote(kind, chain.chainId, market, toRemoteStart(there, here))),
        )
      }
      return
    }
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
      {chains.length > 1 && (
        <div className={styles.inline}>
          <label htmlFor={chainSelectId}>Changes on another chain are for</label>
          <select
            id={chainSelectId}
            value={`${chain?.chainId}`}
            onChange={({ target }) => chooseChain(target.value)}
          >
            {chains.map((one) => (
              <option key={`${one.chainId}`} value={`${one.chainId}`}>
                {nameChain(one)}
              </option>
            ))}
          </select>
        </div>
      )}
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
