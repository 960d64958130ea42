import type { Hex } from 'viem'
import type { z } from 'zod'
import { completeChanges, completeDraft, NOTHING_NEW, type PlacedChange } from './completeDraft.ts'
import type { Document, Draft, DraftChange, MarketConfig } from './document.ts'
import { type Issue, ProposalError } from './errors.ts'
import { parseText, validate } from './readDraft.ts'
import type { RemoteChain } from './remote/remoteChange.ts'
import { draftChangeSchema, draftSchema } from './schema.ts'

/** A draft while it is being written. */
export interface ExaminedDraft {
  /** Its plain values; undefined where it is no YAML. */
  value: unknown
  /** Everything that is wrong so far, each with its line. Empty where there is a document, and only there or without `inForce`. */
  issues: readonly Issue[]
  /** What `completeDraft` makes of what `readDraft` reads; undefined where one of them refuses it. */
  document: Document | undefined
  /** The changes that can be told already, whatever else is wrong: for a diff while somebody writes. */
  changes: readonly PlacedChange[]
}

/** What is in force, to complete a draft with. */
export interface InForce {
  markets: ReadonlyMap<Hex, MarketConfig>
  /** As `completeDraft` takes it. */
  historyBlocks?: bigint
  /** Likewise. */
  chains?: readonly RemoteChain[]
}

/**
 * Judges a draft that is still being written as `readDraft` and `completeDraft` do, but does not end at the first of them that
 * refuses it: a title that is missing does not hide what a change does, nor what is wrong with it.
 *
 * @param inForce - Undefined while nobody knows it: the draft is then read only, and there is no document.
 */
export function examineDraft(text: string, inForce: InForce | undefined): ExaminedDraft {
  const nothing = { value: undefined, document: undefined, changes: [] }
  let parsed: ReturnType<typeof parseText>
  try {
    parsed = parseText(text)
  } catch (error) {
    return { ...nothing, issues: getIssues(error) }
  }
  const { value, findLine } = parsed
  const place = (issues: readonly Issue[]) =>
    issues.map((issue) => ({ ...issue, line: issue.line ?? findLine(issue.path.split('.')) }))
  let draft: Draft
  try {
    draft = validate(draftSchema, value, findLine)
  } catch (error) {
    const { changes, issues } = completeSoFar(value, inForce)
    const all = [...getIssues(error), ...issues]
    return { value, document: undefined, changes, issues: place(all) }
  }
  if (inForce === undefined) return { ...nothing, value, issues: [] }
  const { markets, historyBlocks, chains } = inForce
  try {
    const document = completeDraft(draft, markets, historyBlocks, chains)
    const changes = document.changes.map((change, index) => ({ index, change }))
    return { value, issues: [], document, changes }
  } catch (error) {
    const { changes } = completeChanges(draft.changes, markets, historyBlocks, chains)
    return { value, document: undefined, changes, issues: place(getIssues(error)) }
  }
}

function getIssues(error: unknown): readonly Issue[] {
  if (error instanceof ProposalError) return error.issues
  throw error
}

/** A change that is read without its faults. */
interface Salvaged {
  /** In the draft. */
  index: number
  part: DraftChange
  isWhole: boolean
  hasReason: boolean
}

/** The changes of a draft that the schema refuses, as far as they can be told, and what the contract would refuse of them. */
function completeSoFar(
  value: unknown,
  inForce: InForce | undefined,
): { changes: readonly PlacedChange[]; issues: readonly Issue[] } {
  const list = (value as { changes?: unknown } | undefined | null)?.changes
  if (inForce === undefined || !Array.isArray(list)) return { changes: [], issues: [] }
  const salvaged = list.flatMap(salvage)
  const { markets, historyBlocks, chains } = inForce
  const parts = salvaged.map(({ part }) => part)
  const completed = completeChanges(parts, markets, historyBlocks, chains)
  const isAddedInVain = list.length > salvaged.length
  const issues = completed.issues.flatMap((issue): Issue[] => {
    const [, place = '', ...path] = issue.path.split('.')
    const of = salvaged[Number(place)] as Salvaged
    // What only the missing part is to blame for is no fault.
    const isOfGroup = path.length > 1 && issue.got !== NOTHING_NEW
    if (!of.isWhole && !isOfGroup) return []
    if (isAddedInVain && path[0] === 'market') return []
    return [{ ...issue, path: ['changes', of.index, ...path].join('.') }]
  })
  const changes = completed.changes.map(({ index: place, change }) => {
    const { index, hasReason } = salvaged[place] as Salvaged
    return { index, change: hasReason ? change : { ...change, rationale: '' } }
  })
  return { changes, issues }
}

const NO_REASON = '...'

function salvage(change: unknown, index: number): Salvaged[] {
  const { data, error } = draftChangeSchema.safeParse(change)
  if (data !== undefined) return [{ index, part: data, isWhole: true, hasReason: true }]
  const repaired = draftChangeSchema.safeParse(leaveOut(change, error.issues))
  if (!repaired.success) return []
  const isOfReason = error.issues.map(({ path }) => path[0] === 'rationale')
  const isWhole = !isOfReason.includes(false)
  return [{ index, part: repaired.data, isWhole, hasReason: !isOfReason.includes(true) }]
}

/** A copy without the values that issues are about; of a list that has one, without the list. */
function leaveOut(change: unknown, issues: readonly z.core.$ZodIssue[]): unknown {
  const copy: unknown = structuredClone(change)
  for (const issue of issues) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined]
    for (const key of keys) remove(copy, key === undefined ? issue.path : [...issue.path, key])
  }
  return copy
}

function remove(root: unknown, path: readonly PropertyKey[]): void {
  let group = root as Record<PropertyKey, unknown>
  for (const key of path.slice(0, -1)) {
    const inner = group[key]
    if (typeof inner !== 'object' || inner === null) return
    if (Array.isArray(inner)) {
      delete group[key]
      return
    }
    group = inner as Record<PropertyKey, unknown>
  }
  const [key] = path.slice(-1)
  if (key === undefined || typeof group !== 'object' || group === null) return
  if (group === root && key === 'rationale') group[key] = NO_REASON
  else delete group[key]
}
