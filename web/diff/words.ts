import {
  type FieldDiff,
  type FieldValue,
  isLooser,
  type MarketDiff,
  type ModelDiff,
  type TargetDiff,
} from '../../governance/index.ts'
import { placeOnRange } from '../ui/RangeBar.tsx'

/** Which way a field goes, as the page words and colours it. */
export type Way = 'looser' | 'tighter' | 'none'

/** Which way a field loosens, beside its name; empty where neither can be said of it. */
export function sayLooser({ looser }: Pick<FieldDiff, 'looser'>): string {
  if (looser === 'neither') return ''
  return looser === 'up' ? 'higher is looser' : 'lower is looser'
}

/** How many fields of a change go each way: `1 looser, 2 tighter, 1 without a direction of its own`. */
export function sayDirections({
  fields,
  change,
  remote,
}: Pick<MarketDiff, 'fields' | 'change' | 'remote'>): string {
  if (change === 'market') return 'a new market'
  if (change === 'resume') return 'reports count again'
  if (change === 'remote-resume') return 'messages count again'
  if (remote?.before === 'none') return 'a new market there'
  if (remote?.before === 'unknown') return 'all of its settings'
  if (fields.length === 0) return 'nothing changes'
  const count = (direction: FieldDiff['direction']) =>
    fields.filter((field) => field.direction === direction).length
  const [looser, tighter, neutral] = [count('looser'), count('tighter'), count('neutral')]
  const parts = [
    looser > 0 ? `${looser} looser` : '',
    tighter > 0 ? `${tighter} tighter` : '',
    neutral > 0 ? `${neutral} without a direction of ${neutral === 1 ? 'its' : 'their'} own` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** Which way a figure of the model goes. */
export function findWay(
  field: TargetDiff['field'],
  from: FieldValue | undefined,
  to: FieldValue,
): Way {
  if (from?.raw === undefined || to.raw === undefined || from.raw === to.raw) return 'none'
  return isLooser(field, from.raw, to.raw) ? 'looser' : 'tighter'
}

/** When the observation was taken. */
export const occasionTitles: Readonly<Record<ModelDiff['occasion'], string>> = {
  latest: 'Latest observation',
  'worst hour': 'Worst recorded hour',
}

/** Whether the model returns the same before and after, and the same within the bounds. */
export function isUnmoved(model: readonly ModelDiff[]): boolean {
  return model.every(({ targets }) =>
    targets.every(
      ({ from, to, boundedFrom, boundedTo }) =>
        from?.raw === to.raw && boundedFrom?.raw === boundedTo.raw,
    ),
  )
}

/** The same in a sentence. */
export function sayUnmoved(model: readonly ModelDiff[]): string {
  const occasions = model.map(({ occasion }) => `the ${occasionTitles[occasion].toLowerCase()}`)
  return `The model returns the same before and after for ${occasions.join(' and for ')}, within the bounds too.`
}

/** Marks that stand closer together than this are not told apart, of the whole range. */
const LEAST_APART = 0.02
/** A scale of powers of ten says something from here on. */
const MANY_DECADES = 1_000n

/** Whether a field is drawn on a scale of powers of ten: where its values would stand on one spot otherwise. */
export function isDrawnInLog({ from, to, range }: FieldDiff): boolean {
  const [min, max] = [range?.min.raw, range?.max.raw]
  const [before, after] = [from?.raw, to.raw]
  if (min === undefined || max === undefined) return false
  if (before === undefined || after === undefined) return false
  if (max / (min > 1n ? min : 1n) < MANY_DECADES) return false
  const measure = (isLog: boolean) =>
    Math.abs(placeOnRange(after, min, max, isLog) - placeOnRange(before, min, max, isLog))
  const apart = measure(false)
  return apart < LEAST_APART && measure(true) > apart
}

/** Where values stand in the field's range, in words: `21.00 % → 41.00 % of it`. */
export function sayPlace({ from, to }: Pick<FieldDiff, 'from' | 'to'>): string {
  const places = [from?.place, to.place].filter((place) => place !== undefined)
  const [first, last] = places.map((place) => `${(Math.floor(place * 10_000) / 100).toFixed(2)} %`)
  if (first === undefined) return ''
  return last === undefined || last === first
    ? `at ${first} of the range`
    : `at ${first} → ${last} of the range`
}

const groupTitles: Readonly<Record<string, string>> = {
  policy: 'Policy',
  bounds: 'Bounds',
  fallback: 'Fallback',
  freshness: 'Freshness',
  timing: 'Times',
  source: 'Source',
  model: 'Model',
  reporters: 'Reporters',
  threshold: 'Reporters',
}

/** Fields under the headings of a document, in its order. */
export function groupFields(
  fields: readonly FieldDiff[],
): readonly (readonly [title: string, fields: FieldDiff[]])[] {
  const groups = new Map<string, FieldDiff[]>()
  for (const field of fields) {
    const title = groupTitles[field.path.split('.')[0] ?? ''] ?? 'Other'
    const group = groups.get(title) ?? []
    group.push(field)
    groups.set(title, group)
  }
  return [...groups]
}

/** What becomes of each member of a list such as that of the reporters. */
export interface Member {
  text: string
  fate: 'added' | 'removed' | 'stays'
}

/** The accounts of a field whose text lists some; empty for another field. */
export function compareMembers({ path, from, to }: FieldDiff): Member[] {
  if (path !== 'reporters') return []
  const list = (text = ''): string[] => text.match(/0x[0-9a-fA-F]{40}/g) ?? []
  const [before, after] = [list(from?.text), list(to.text)]
  const added = after.filter((one) => !before.includes(one))
  return [
    ...before.map((text): Member => ({ text, fate: after.includes(text) ? 'stays' : 'removed' })),
    ...added.map((text): Member => ({ text, fate: 'added' })),
  ]
}
