import { useMemo } from 'react'
import { ModelComparison } from '../../whatIf/ModelComparison.tsx'
import { listCompared } from './listCompared.ts'
import type { ReadPage } from './useProposalPage.ts'

/** What the model would have returned over the last days, for each market whose policy or bounds change. */
export function ComparisonPanel({ read }: { read: ReadPage }) {
  const { decoded, governed } = read
  const markets = governed.data?.markets
  const compared = useMemo(
    () => (markets === undefined ? [] : listCompared(decoded, markets)),
    [decoded, markets],
  )
  return compared.map(({ market, before, after }) => (
    <ModelComparison key={market} market={market} before={before} after={after} />
  ))
}
