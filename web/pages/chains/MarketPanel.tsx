import type { ReactNode } from 'react'
import type { ChainNow, MarketAcross } from '../../../client/bridge/readBridge.ts'
import type { RemoteMarket } from '../../../client/bridge/readRemoteMarket.ts'
import { describeEvidenceAge, describeRemoteAge, heldWords } from '../../../client/bridge/words.ts'
import { type ParameterField, parameterFields } from '../../../core/fields.ts'
import { nameParameter } from '../../../governance/diffVectors.ts'
import { formatParameter } from '../../../governance/formatParameter.ts'
import { formatMarket } from '../../../governance/marketNames.ts'
import { DataTable, type TableColumn } from '../../ui/DataTable.tsx'
import { Badge, type Tone } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import styles from './chains.module.css'

type Status = RemoteMarket['status']

const tones: Readonly<Record<Status, Tone>> = {
  active: 'good',
  stale: 'warn',
  fallback: 'warn',
  halted: 'danger',
  unknown: 'danger',
}

/** A market's values at home, and beside them what each chain away has of them. */
export function MarketPanel(props: { market: MarketAcross; chains: readonly ChainNow[] }) {
  const { market, chains } = props
  const { id, home } = market
  const away = chains.flatMap(({ chainId, name }) => {
    return market.away.has(chainId) ? [{ chainId, name, has: market.away.get(chainId) }] : []
  })
  const columns: TableColumn<ParameterField>[] = [
    { title: 'Parameter', cell: nameParameter },
    {
      title: `${chains.find(({ isHome }) => isHome)?.name ?? ''} (home)`,
      align: 'end',
      cell: (field) => formatParameter(field, home.values[field]),
    },
    ...away.map(({ name, has }): TableColumn<ParameterField> => {
      return {
        title: name,
        align: 'end',
        cell: (field) => showAway(field, home.values[field], has),
      }
    }),
  ]
  return (
    <Panel title={formatMarket(id)}>
      <ul className={styles.standings}>
        <Standing name="At home" status={home.status} age={describeEvidenceAge(home.ageSec)} />
        {away.map(({ name, has }) =>
          has === undefined ? (
            <li key={name}>{name}: there is no such market; voters have to set it there</li>
          ) : (
            <Standing key={name} name={name} status={has.status} age={describeRemoteAge(has)} />
          ),
        )}
      </ul>
      <DataTable
        caption={`What a protocol gets on each chain for ${formatMarket(id)}`}
        isCaptionHidden
        rows={parameterFields}
        keyOf={(field) => field}
        columns={columns}
      />
    </Panel>
  )
}

function Standing(props: { name: string; status: Status; age: string }) {
  const { name, status, age } = props
  return (
    <li>
      {name} <Badge tone={tones[status]}>{status}</Badge> {age}
    </li>
  )
}

function showAway(field: ParameterField, home: bigint, has: RemoteMarket | undefined): ReactNode {
  if (has === undefined) return '-'
  const value = has.values[field]
  const held = has.held.find((one) => one.field === field)
  return (
    <>
      {formatParameter(field, value)}
      {value !== home && (
        <div className={styles.soft}>
          {held === undefined || has.status !== 'active'
            ? 'differs'
            : `held by ${heldWords[held.limit]}`}
        </div>
      )}
    </>
  )
}
