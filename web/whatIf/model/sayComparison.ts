import { formatUtc } from '../../../client/formatUtc.ts'
import type { ParameterField } from '../../../core/index.ts'
import { formatParameter } from '../../../governance/index.ts'
import type { FieldComparison } from './compareRuns.ts'

/**
 * What a chart of a comparison shows, in sentences: how often and by how much, at which bounds, when most.
 *
 * @param count - Observations.
 */
export function sayComparison(comparison: FieldComparison, count: number): string[] {
  const { differing, asked } = comparison
  if (differing === 0) {
    return [
      asked === 0
        ? 'The same all along.'
        : `In force the same all along: what the model asks for otherwise ${sayShare(asked, count)} of the time comes to nothing, by bounds, steps or the bot's dead-band.`,
      ...sayBounds(comparison, count),
    ]
  }
  return [
    `Differs ${sayShare(differing, count)} of the time: ${sayWay(comparison)}. ${saySize(comparison)}`,
    ...sayBounds(comparison, count),
    ...sayWorstHour(comparison),
  ]
}

function sayWay({ differing, looser }: FieldComparison): string {
  const tighter = differing - looser
  if (tighter === 0) return 'always looser'
  if (looser === 0) return 'always tighter'
  return `looser in ${sayShare(looser, differing)} of it, tighter in ${sayShare(tighter, differing)}`
}

function saySize({ field, meanDifference, largest }: FieldComparison): string {
  if (largest === undefined) return ''
  const { at, before, after } = largest
  return `By ${sayMean(field, meanDifference)} on average, most on ${formatUtc(BigInt(Math.round(at)))}: ${say(field, after)} in place of ${say(field, before)}.`
}

function sayBounds({ atMin, atMax }: FieldComparison, count: number): string[] {
  const parts = [
    { name: 'smallest', counts: atMin },
    { name: 'largest', counts: atMax },
  ].flatMap(({ name, counts: { before, after } }) => {
    if (before === 0 && after === 0) return []
    const own = before === after ? 'as before' : `${sayShare(before, count)} before`
    return [`at the ${name} allowed value ${sayShare(after, count)} of the time (${own})`]
  })
  return parts.length === 0 ? [] : [`${capitalize(parts.join(', '))}.`]
}

function sayWorstHour({ field, worstHour }: FieldComparison): string[] {
  if (worstHour === undefined) return []
  const { at, before, after } = worstHour
  return [
    `Furthest apart in the hour from ${formatUtc(BigInt(at))}: ${sayMean(field, after)} in place of ${sayMean(field, before)} on average.`,
  ]
}

/** A share in percent; never 0 % or 100 % of what is not none or all. */
function sayShare(part: number, whole: number): string {
  const percent = (100 * part) / Math.max(1, whole)
  if (percent > 0 && percent < 1) return 'less than 1 %'
  if (percent < 100 && percent > 99) return 'more than 99 %'
  return `${Math.round(percent)} %`
}

function say(field: ParameterField, raw: number): string {
  return formatParameter(field, BigInt(Math.round(raw)))
}

/** To four digits: a mean has more than anybody reads. */
function sayMean(field: ParameterField, raw: number): string {
  return say(field, Number(raw.toPrecision(4)))
}

const capitalize = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
