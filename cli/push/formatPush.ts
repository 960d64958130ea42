import type { Hex } from 'viem'
import { formatUtc } from '../../client/formatUtc.ts'
import { formatField } from '../../client/refusals/formatField.ts'
import { observationFields, type Parameters, parameterFields } from '../../core/index.ts'
import { formatMarket, formatParameter, nameParameter } from '../../governance/index.ts'
import type { PreparedPush } from './preparePush.ts'

const WIDTH = 24

/** What a push measures, and what it would make of the values in force. */
export function formatPush(
  marketId: Hex,
  { reporter, preview, hints }: PreparedPush,
  current: Parameters,
): string[] {
  const search = hints === 0n ? 'the pool searches for itself' : 'with hints'
  const head = `${formatMarket(marketId)}, measured by ${reporter}, ${search}`
  if (preview === undefined) return [head]
  const { observation, observedAt, next, header } = preview
  const base = header === undefined ? 'the kept base fee' : "an earlier block's header"
  return [
    head,
    `evidence of ${formatUtc(observedAt)}, beside ${base}`,
    ...observationFields.map((field) => line(field, formatField(field, observation[field]))),
    'in force -> then',
    ...parameterFields.map((field) => {
      const [was, is] = [current, next].map((values) => formatParameter(field, values[field]))
      return line(nameParameter(field), was === is ? `${is}` : `${was} -> ${is}`)
    }),
  ]
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(WIDTH)}${value}`
}
