import { type Hex, hexToString, trim } from 'viem'
import { showText } from '../../core/showText.ts'
import { formatAmount, type Unit } from '../../governance/index.ts'

/** The unit is the last word of a field's name. */
const unitOfSuffix: readonly (readonly [suffix: string, unit: Unit])[] = [
  // Curvatures are no shares of anything.
  ['curvaturePips', 'e6'],
  ['curvatureCapPips', 'e6'],
  ['Pips', 'pips'],
  ['Usd6', 'usd6'],
  ['Usd', 'usd'],
  ['Sec', 'sec'],
  ['E3', 'e3'],
  ['E4', 'e4'],
  ['Wad', 'wad'],
  ['PerGas', 'gwei'],
  ['gasUnits', 'gas'],
  ['Blocks', 'blocks'],
  ['Bytes', 'bytes'],
]

/** A field's name, from the ASCII that a contract's error holds. */
export function readFieldName(field: Hex): string {
  return showText(hexToString(trim(field, { dir: 'right' })))
}

/** A field's value with the unit that its name ends with; a bare number if the name has no unit. */
export function formatField(name: string, value: bigint): string {
  const [, unit] = unitOfSuffix.find(([suffix]) => name.endsWith(suffix)) ?? []
  return unit === undefined ? `${value}` : formatAmount(value, unit)
}
