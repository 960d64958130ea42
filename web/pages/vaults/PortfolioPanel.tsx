import type { ReactNode } from 'react'
import { formatReadable } from '../../../governance/units.ts'
import { Facts } from '../../ui/DataTable.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Panel } from '../../ui/Page.tsx'
import { Short } from '../../ui/texts.tsx'
import type { ListedNow } from './useVaults.ts'

/** A contract that is no vault of ours: what it tells of itself, which is what its market measures. */
export function PortfolioPanel({ portfolio }: { portfolio: ListedNow }) {
  const { name, address, markets, now } = portfolio
  const place: [string, ReactNode][] = [
    ['Address', <Short key="address" hex={address} />],
    ['Measured by', markets.length === 0 ? 'no market' : markets.join(', ')],
  ]
  if (now.kind !== 'portfolio') {
    return (
      <Panel title={name}>
        <Notice tone="warn" title="It tells nothing">
          <p>
            No vault of ours is at this address, and what is there does not tell the figures of a
            portfolio now. A market that measures it has no observation meanwhile.
          </p>
        </Notice>
        <Facts facts={place} />
      </Panel>
    )
  }
  const { navUsd6, curvaturePips, horizonSec } = now
  return (
    <Panel title={name}>
      <p>It is no vault of ours. This is what it tells of itself, and all that is known here.</p>
      <Facts
        facts={[
          ['Net asset value', formatReadable(navUsd6, 'usd6')],
          [
            'Curvature',
            curvaturePips === 0n ? 'it tells none' : formatReadable(curvaturePips, 'e6'),
          ],
          [
            'Next expiry',
            horizonSec === 0n ? 'there is none' : `in ${formatReadable(horizonSec, 'sec')}`,
          ],
          ...place,
        ]}
      />
    </Panel>
  )
}
