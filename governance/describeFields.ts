import { groupLabels, labelField, modelLabel, thresholdLabel } from './diffFields.ts'
import type { ChangeKind } from './document.ts'
import {
  type BoundsGroup,
  boundsGroups,
  boundsSpecs,
  type FieldSpec,
  freshnessSpecs,
  plainSourceFields,
  policySpecs,
  sourceSpecs,
  timingSpecs,
  vectorSpecs,
} from './fields.ts'
import {
  boundsMeanings,
  otherMeanings,
  parameterMeanings,
  policyMeanings,
  timingMeanings,
} from './meanings.ts'
import { formatRange } from './scalars.ts'

/** One value of a change, as somebody who writes a draft has to know it. */
export interface FieldDescription {
  /** Within the change, as in a diff: `bounds.max.band`. */
  path: string
  /** Its last part, in words: `max trade`. */
  name: string
  /** In words: `largest max trade`. */
  label: string
  /** A part of a sentence, without a full stop. */
  meaning: string
  /** The values that are taken, in words. */
  allowed: string
  /** Which way it loosens. */
  looser: FieldSpec['looser']
  /** How it is written: an amount with its unit, a whole number, yes or no, an address, or what names a model. */
  form: 'amount' | 'count' | 'flag' | 'address' | 'model'
}

/** Every single value that a kind of change may set, in the order of documents; the list of reporters is none of them. */
export function describeFields(kind: ChangeKind): readonly FieldDescription[] {
  return described[kind]
}

const groups = Object.keys(boundsGroups) as BoundsGroup[]
const ADDRESS = 'an address: 0x and 40 hex digits'

const amountsOf = (
  group: string,
  label: string,
  specs: readonly FieldSpec[],
  explain: (name: string) => string,
): FieldDescription[] =>
  specs.map((spec) => {
    const { name, looser } = spec
    return {
      path: `${group}.${name}`,
      ...labelField(label, name),
      meaning: explain(name),
      allowed: formatRange(spec),
      looser,
      form: 'amount',
    }
  })

const byName = (meanings: Readonly<Record<string, string>>) => (name: string) =>
  meanings[name] ?? ''

const policy = amountsOf('policy', '', policySpecs, byName(policyMeanings))
const bounds = [
  ...groups.flatMap((group) =>
    amountsOf(
      `bounds.${group}`,
      groupLabels[group],
      boundsGroups[group],
      () => boundsMeanings[group],
    ),
  ),
  ...amountsOf('bounds', '', boundsSpecs, byName(otherMeanings)),
]
const fallback = amountsOf('fallback', 'fallback of', vectorSpecs, byName(parameterMeanings))
const freshness = amountsOf('freshness', '', freshnessSpecs, byName(otherMeanings))
const source = [
  ...plainSourceFields.map(({ name, form }): FieldDescription => {
    const allowed = { address: ADDRESS, count: '0 to 255', flag: 'true or false' }[form]
    const label = labelField('source:', name)
    return plain(`source.${name}`, label, otherMeanings[name] ?? '', allowed, form)
  }),
  ...amountsOf('source', 'source:', sourceSpecs, byName(otherMeanings)),
]
const model = [
  plain(
    'model',
    { name: 'model', label: modelLabel },
    otherMeanings.model ?? '',
    `standard, or ${ADDRESS}`,
    'model',
  ),
  plain(
    'coreHash',
    { name: 'core hash', label: 'hash of the core' },
    otherMeanings.coreHash ?? '',
    '0x and 64 hex digits; nothing for the standard model',
    'model',
  ),
]
const threshold: FieldDescription = {
  path: 'threshold',
  name: 'threshold',
  label: thresholdLabel,
  meaning: otherMeanings.threshold ?? '',
  allowed: '1 to the number of reporters',
  looser: 'down',
  form: 'count',
}

const timing = amountsOf('timing', '', timingSpecs, byName(timingMeanings))

const described: Readonly<Record<ChangeKind, readonly FieldDescription[]>> = {
  policy,
  bounds,
  fallback,
  reporters: [threshold],
  freshness,
  source,
  model,
  market: [...policy, ...bounds, ...fallback, ...freshness, ...source, ...model, threshold],
  resume: [],
  'remote-market': [...bounds, ...fallback, ...timing],
  'remote-resume': [],
}

function plain(
  path: string,
  { name, label }: { name: string; label: string },
  meaning: string,
  allowed: string,
  form: FieldDescription['form'],
): FieldDescription {
  return { path, name, label, meaning, allowed, looser: 'neither', form }
}
