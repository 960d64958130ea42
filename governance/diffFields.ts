import { type Address, zeroAddress } from 'viem'
import type { MarketConfig, ModelConfig, RemoteConfig, SourceConfig } from './document.ts'
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
import { formatField, STANDARD_MODEL } from './scalars.ts'
import { formatRaw, formatReadable } from './units.ts'

/** Towards more risk, towards less, or neither can be said of the field alone. */
export type Direction = 'looser' | 'tighter' | 'neutral'

/** A value of a field, for people and for programs. */
export interface FieldValue {
  /** With unit, and as the contract counts: `2.50 % [25000 pips]`. */
  text: string
  /** The contract's number; undefined for what is no number. */
  raw?: bigint
  /** Where it lies between the least and the largest allowed, 0 to 1; undefined if it is outside, or no number. */
  place?: number
}

/** One field that changes. */
export interface FieldDiff {
  /** As in the document: `bounds.max.band`. */
  path: string
  /** In words: `largest band`. */
  label: string
  /** Undefined for a market that is added. */
  from?: FieldValue
  to: FieldValue
  /** Least and largest allowed, in words and as numbers; undefined for what is no number. */
  range?: { min: FieldValue; max: FieldValue }
  direction: Direction
  /** Which way the field loosens: up, down, or neither can be said of it. */
  looser: FieldSpec['looser']
}

interface Entry {
  path: string
  label: string
  value: FieldValue
  looser: FieldSpec['looser']
  range?: { min: FieldValue; max: FieldValue }
}

/** The fields that differ between two configurations of a market; all of them for a market that is added. */
export function diffConfigs(from: MarketConfig | undefined, to: MarketConfig): FieldDiff[] {
  return diffEntries(from && listEntries(from), listEntries(to))
}

/** The same of a market on another chain; all fields also where it is not known what is in force there. */
export function diffRemoteConfigs(from: RemoteConfig | undefined, to: RemoteConfig): FieldDiff[] {
  return diffEntries(from && listRemoteEntries(from), listRemoteEntries(to))
}

function diffEntries(from: readonly Entry[] | undefined, to: readonly Entry[]): FieldDiff[] {
  const before = new Map(from?.map((entry) => [entry.path, entry]))
  return to.flatMap(({ path, label, value, looser, range }): FieldDiff[] => {
    const old = before.get(path)
    if (old?.value.text === value.text) return []
    return [
      {
        path,
        label,
        to: value,
        direction: findDirection(old?.value.raw, value.raw, looser),
        looser,
        ...(old && { from: placeWithin(old.value, range) }),
        ...(range && { range }),
      },
    ]
  })
}

function findDirection(
  from: bigint | undefined,
  to: bigint | undefined,
  looser: FieldSpec['looser'],
): Direction {
  if (from === undefined || to === undefined || from === to || looser === 'neither')
    return 'neutral'
  return to > from === (looser === 'up') ? 'looser' : 'tighter'
}

/** What stands before the name of a parameter of a group. */
export const groupLabels: Readonly<Record<BoundsGroup, string>> = {
  min: 'least',
  max: 'largest',
  stepUp: 'largest step up of',
  stepDown: 'largest step down of',
  budget: 'budget of',
}

function listEntries(config: MarketConfig): Entry[] {
  const { policy, freshness, source, reporters, threshold } = config
  return [
    ...listGroup('policy', '', policySpecs, policy),
    ...listBounded(config),
    ...listGroup('freshness', '', freshnessSpecs, freshness),
    ...listSource(source),
    listModel(config),
    ...listReporters(reporters, threshold),
  ]
}

function listRemoteEntries(config: RemoteConfig): Entry[] {
  return [...listBounded(config), ...listGroup('timing', '', timingSpecs, config)]
}

/** The bounds, and the fallback within them. */
function listBounded({
  bounds,
  fallbackVector,
}: Pick<MarketConfig, 'bounds' | 'fallbackVector'>): Entry[] {
  const groups = Object.keys(boundsGroups) as BoundsGroup[]
  const withinBounds = vectorSpecs.map((spec) => ({
    ...spec,
    min: bounds.min[spec.field],
    max: bounds.max[spec.field],
  }))
  return [
    ...groups.flatMap((group) =>
      listGroup(`bounds.${group}`, groupLabels[group], boundsGroups[group], bounds[group]),
    ),
    ...listGroup('bounds', '', boundsSpecs, bounds),
    ...listGroup('fallback', 'fallback of', withinBounds, fallbackVector),
  ]
}

function listGroup<Field extends string>(
  group: string,
  label: string,
  specs: readonly (FieldSpec & { field: Field })[],
  values: Readonly<Record<Field, bigint>>,
): Entry[] {
  return specs.map((spec) => {
    const range = { min: toValue(spec, spec.min), max: toValue(spec, spec.noLimit ?? spec.max) }
    return {
      path: `${group}.${spec.name}`,
      label: labelField(label, spec.name).label,
      range,
      value: placeWithin(toValue(spec, values[spec.field]), range),
      looser: spec.looser,
    }
  })
}

/** A field in words: what its group calls it, and its own name. */
export function labelField(label: string, name: string): { name: string; label: string } {
  const own = toWords(name)
  return { name: own, label: `${label} ${own}`.trim() }
}

export const modelLabel = 'model'
export const thresholdLabel = 'signatures that a report needs'

/** A name of documents in words: `max trade`. */
export const toWords = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('cppi', 'CPPI')

/** A value as people read it, and, where that differs, as the contract has it. */
export function toValue(spec: FieldSpec, raw: bigint): FieldValue {
  if (raw === spec.noLimit) return { text: formatField(spec, raw), raw }
  const text = formatReadable(raw, spec.unit)
  const counted = formatRaw(raw, spec.unit)
  if (counted === text) return { text, raw }
  // Two decimals at least: shares under one another are compared at a glance.
  const shown = text.replace(
    /^(\d+)(?:\.(\d))? %$/,
    (_, whole, tenth = '0') => `${whole}.${tenth}0 %`,
  )
  return { text: `${shown} [${counted}]`, raw }
}

/** A value's text in its two forms: what people read, and what the contract counts in; undefined where they are one. */
export function splitFigure(text: string): { shown: string; counted: string | undefined } {
  const [, shown = text, counted] = /^(.*) \[([^\]]*)\]$/.exec(text) ?? []
  return { shown, counted }
}

function placeWithin(value: FieldValue, range: FieldDiff['range']): FieldValue {
  const { raw } = value
  const [min, max] = [range?.min.raw, range?.max.raw]
  if (raw === undefined || min === undefined || max === undefined) return value
  const { place: _, ...bare } = value
  if (raw < min || raw > max) return bare
  return { ...bare, place: max === min ? 0 : Number(raw - min) / Number(max - min) }
}

function listSource(source: SourceConfig): Entry[] {
  const plain = plainSourceFields.map(
    ({ name }): Entry => ({
      path: `source.${name}`,
      label: labelField('source:', name).label,
      looser: 'neither',
      value: { text: source[name] === zeroAddress ? 'none' : `${source[name]}` },
    }),
  )
  return [...plain, ...listGroup('source', 'source:', sourceSpecs, source)]
}

/** The model of a market, and the core whose twin it is. */
function listModel({ model, coreHash }: ModelConfig): Entry {
  const text = model === zeroAddress ? STANDARD_MODEL : `${model}, twin of the core ${coreHash}`
  return { path: 'model', label: modelLabel, looser: 'neither', value: { text } }
}

/** Fewer who have to sign, or fewer who may, is looser: the rest decides alone. */
function listReporters(reporters: readonly Address[], threshold: bigint): Entry[] {
  const size = BigInt(reporters.length)
  const range = { min: { text: '1', raw: 1n }, max: { text: '32', raw: 32n } }
  const thresholdRange = { min: range.min, max: { text: `${size}`, raw: size } }
  return [
    {
      path: 'reporters',
      label: 'reporters',
      looser: 'down',
      range,
      value: placeWithin({ text: `${size}: ${reporters.join(', ')}`, raw: size }, range),
    },
    {
      path: 'threshold',
      label: thresholdLabel,
      looser: 'down',
      range: thresholdRange,
      value: placeWithin({ text: `${threshold}`, raw: threshold }, thresholdRange),
    },
  ]
}
