import { formatUtc } from '../../client/formatUtc.ts'
import { type ObservationField, type ParameterField, parameterFields } from '../../core/index.ts'
import { figureUnits } from '../../governance/figures.ts'
import { formatParameter, nameParameter } from '../../governance/index.ts'
import { formatReadable } from '../../governance/units.ts'
import type { Figure, Pair } from '../../verify/compare.ts'

/** A figure for people, and as the contract has it where that is another text. */
export interface FigureText {
  text: string
  raw: string | undefined
}

/** A compared pair for people. */
export interface PairText {
  name: string
  contract: FigureText
  here: FigureText
  isEqual: boolean
}

/** The longest hexadecimal text that is shown whole. */
const MAX_HEX = 66

/** What a pair is about and its two figures, for people. */
export function formatPair({ field, stored, computed }: Pair): PairText {
  const { name, format } = describeField(field)
  return {
    name,
    contract: formatFigure(stored, format),
    here:
      computed === undefined ? { text: 'nothing', raw: undefined } : formatFigure(computed, format),
    isEqual: stored === computed,
  }
}

type Format = (figure: bigint) => string

function describeField(field: string): { name: string; format: Format | undefined } {
  const [, prefix = '', bare = field, suffix = ''] =
    /^(limit of |used budget of |kept )?(\S+)( at block \d+)?$/.exec(field) ?? []
  const parameter = parameterFields.find((one) => one === bare)
  if (parameter !== undefined) return describeParameter(parameter, prefix, suffix)
  const known = Object.hasOwn(figureUnits, bare) ? figureUnits[bare as ObservationField] : undefined
  if (known !== undefined) {
    const [name, unit] = known
    return { name: `${prefix}${name}`, format: (figure) => formatReadable(figure, unit) }
  }
  if (bare === 'observedAt') return { name: `time of the evidence${suffix}`, format: formatUtc }
  if (/^last loosening/.test(field)) return { name: field, format: formatMoment }
  return { name: field, format: undefined }
}

function describeParameter(field: ParameterField, prefix: string, suffix: string) {
  const name = `${prefix}${nameParameter(field)}${suffix}`
  return { name, format: (figure: bigint) => formatParameter(field, figure) }
}

const formatMoment: Format = (figure) => (figure === 0n ? 'never' : formatUtc(figure))

function formatFigure(figure: Figure, format: Format | undefined): FigureText {
  if (typeof figure === 'boolean') return { text: figure ? 'yes' : 'no', raw: undefined }
  if (typeof figure === 'string') {
    const isLong = figure.length > MAX_HEX
    const text = isLong ? `${figure.slice(0, 34)} … (${figure.length / 2 - 1} bytes)` : figure
    return { text, raw: undefined }
  }
  const text = format?.(figure) ?? figure.toLocaleString('en')
  return { text, raw: format === undefined ? undefined : String(figure) }
}
