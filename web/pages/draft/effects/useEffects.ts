import { useMemo } from 'react'
import { compareDocument } from '../../../../client/chains/compareDocument.ts'
import type { ChainComparison } from '../../../../client/chains/compareWithChain.ts'
import type { ChainNow } from '../../../../client/chains/readChain.ts'
import type { Governed } from '../../../../client/readMarkets.ts'
import { BaseError } from '../../../../core/errors.ts'
import {
  type DiffOptions,
  diffProposal,
  type ExaminedDraft,
  listMarkets,
  type MarketDiff,
} from '../../../../governance/index.ts'
import { readOccasions } from '../../../../query/index.ts'
import { useCore } from '../../../data/useCore.ts'
import { useReading } from '../../../data/useReading.ts'
import { useRemotes } from '../../../data/useRemotes.ts'

/** An observation comes every two minutes. */
const OCCASIONS_MS = 60_000

/** What the draft would do, as far as it is known. */
export interface Effects {
  /** Undefined until the core is loaded. */
  diff: readonly MarketDiff[] | undefined
  /** What does not fit the chain, and how long its blocks last. */
  chain: ChainComparison
  /** Why the model's answers are missing. */
  notes: readonly string[]
}

/** Compares the changes that can be told already with what is in force. */
export function useEffects(
  changes: ExaminedDraft['changes'],
  governed: Governed,
  now: ChainNow | undefined,
): Effects {
  const { markets, standardCoreHash } = governed
  const core = useCore().data
  const ids = useMemo(
    () => [...new Set(changes.flatMap(({ change }) => listMarkets(change)))].toSorted(),
    [changes],
  )
  const known = useMemo(() => ids.filter((id) => markets.has(id)), [ids, markets])
  const occasions = useReading({
    key: ['occasions', ...known],
    freshMs: OCCASIONS_MS,
    isEnabled: known.length > 0,
    read: ({ index }) => readOccasions(index, known),
  }).data
  const list = useMemo(() => changes.map(({ change }) => change), [changes])
  const remotes = useRemotes(list).data
  const document = useMemo(() => ({ changes: list }), [list])
  const compared = useMemo(() => {
    if (core === undefined) return { diff: undefined, notes: [] }
    const options: DiffOptions = {
      core,
      standardCoreHash,
      ...(remotes && { remotes: remotes.standings }),
    }
    const place = (diffs: readonly MarketDiff[]) =>
      diffs.map((diff) => ({ ...diff, index: changes[diff.index]?.index ?? diff.index }))
    try {
      const { latest, worstHour } = occasions ?? {}
      const seen = { ...options, ...(latest && { latest }), ...(worstHour && { worstHour }) }
      const notes = [...(occasions?.notes ?? []), ...(remotes?.notes ?? [])]
      return { diff: place(diffProposal(document, markets, seen)), notes }
    } catch (error) {
      // The model refuses an observation: what changes is shown without it.
      if (!(error instanceof BaseError)) throw error
      return { diff: place(diffProposal(document, markets, options)), notes: [error.message] }
    }
  }, [core, standardCoreHash, occasions, remotes, document, changes, markets])
  const chain = useMemo(
    () =>
      now === undefined ? { notes: [], warnings: [] } : compareDocument(document, markets, now),
    [document, markets, now],
  )
  return { ...compared, chain }
}
