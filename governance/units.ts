// Amounts as people write them, and back. Every text of `formatAmount` is read as the number that it was made from.

import { formatUnits, parseUnits } from 'viem'
import { AmountError } from './errors.ts'

/** How a raw number of the contract is written in a document. */
export type Unit =
  | 'pips'
  | 'e6'
  | 'e4'
  | 'e3'
  | 'wad'
  | 'sec'
  | 'usd'
  | 'usd6'
  | 'gas'
  | 'gwei'
  | 'blocks'
  | 'bytes'
  | 'count'

/** Stands for the type's largest value in a step, a budget or an open bound. */
export const NO_LIMIT = 'no limit'

interface UnitText {
  /** What is allowed, for messages. */
  example: string
  /** Suffixes, each with the number of raw units in one, as a power of ten or a whole factor. */
  suffixes: Readonly<Record<string, { decimals: number } | { factor: bigint }>>
  prefix?: string
}

const MINUTE = 60n
const HOUR = 3_600n
const DAY = 86_400n
/** Such as `3599 s`: longer ones are rounded where nobody has to read them back. */
const MAX_TIME_LENGTH = 6

const units: Readonly<Record<Unit, UnitText>> = {
  pips: {
    example: 'a share such as 2.5 % (4 decimals at most), 250 bps or 25000 pips',
    suffixes: { '%': { decimals: 4 }, bps: { decimals: 2 }, pips: { decimals: 0 } },
  },
  e6: {
    example: 'a number such as 0.25, with 6 decimals at most',
    suffixes: { '': { decimals: 6 } },
  },
  e4: {
    example: 'a number such as 2.5, with 4 decimals at most',
    suffixes: { '': { decimals: 4 } },
  },
  e3: {
    example: 'a multiple such as 2.5 x, with 3 decimals at most',
    suffixes: { x: { decimals: 3 } },
  },
  wad: {
    example: 'a number such as 0.36, with 18 decimals at most',
    suffixes: { '': { decimals: 18 } },
  },
  sec: {
    example: 'a time such as 600 s, 10 min, 1 h or 2 d',
    suffixes: {
      s: { factor: 1n },
      min: { factor: MINUTE },
      h: { factor: HOUR },
      d: { factor: DAY },
    },
  },
  usd: {
    example: 'whole dollars such as $10,000',
    prefix: '$',
    suffixes: { '': { factor: 1n } },
  },
  usd6: {
    example: 'dollars such as $10,000 or $0.25, with 6 decimals at most',
    prefix: '$',
    suffixes: { '': { decimals: 6 } },
  },
  gas: { example: 'gas such as 180,000 gas', suffixes: { gas: { factor: 1n } } },
  gwei: {
    example: 'a price such as 30 gwei, with 9 decimals at most',
    suffixes: { gwei: { decimals: 9 } },
  },
  blocks: {
    example: 'a number of blocks such as 3 blocks',
    suffixes: { blocks: { factor: 1n }, block: { factor: 1n } },
  },
  bytes: {
    example: 'a size such as 300 bytes',
    suffixes: { bytes: { factor: 1n }, byte: { factor: 1n } },
  },
  count: { example: 'a whole number such as 8', suffixes: { '': { factor: 1n } } },
}

const AMOUNT = /^(\$?)(\d{1,3}(?:,\d{3})+|\d{1,30})(?:\.(\d{1,30}))?\s*([a-z%]*)$/

/**
 * Reads an amount: digits, thousands separators or not, at most one decimal point, then the unit.
 *
 * @returns the contract's number.
 * @throws AmountError if it is written otherwise, in another unit, or finer than the contract counts.
 */
export function parseAmount(text: string, unit: Unit): bigint {
  const { suffixes, prefix = '', example } = units[unit]
  const [, sign = '', whole = '', fraction = '', suffix = ''] = AMOUNT.exec(text.trim()) ?? []
  const scale = Object.hasOwn(suffixes, suffix) ? suffixes[suffix] : undefined
  if (whole === '' || sign !== prefix || scale === undefined) throw new AmountError(text, example)
  const digits = whole.replaceAll(',', '')
  if ('factor' in scale) {
    if (fraction !== '') throw new AmountError(text, example)
    return BigInt(digits) * scale.factor
  }
  // Not rounded away: a digit that the contract cannot hold would not be what people voted on.
  if (fraction.replace(/0+$/, '').length > scale.decimals) throw new AmountError(text, example)
  return parseUnits(`${digits}.${fraction || '0'}`, scale.decimals)
}

/** Writes a raw number of the contract in its unit: `2.5 %`, `10 min`, `$10,000`. Exact. */
export function formatAmount(raw: bigint, unit: Unit): string {
  switch (unit) {
    case 'pips':
      return `${formatUnits(raw, 4)} %`
    case 'e6':
      return formatUnits(raw, 6)
    case 'e4':
      return formatUnits(raw, 4)
    case 'e3':
      return `${formatUnits(raw, 3)} x`
    case 'wad':
      return formatUnits(raw, 18)
    case 'sec':
      return formatTime(raw)
    case 'usd':
      return `$${separate(`${raw}`)}`
    case 'usd6':
      return `$${separate(formatUnits(raw, 6))}`
    case 'gas':
      return `${separate(`${raw}`)} gas`
    case 'gwei':
      return `${formatUnits(raw, 9)} gwei`
    case 'blocks':
      return raw === 1n ? '1 block' : `${raw} blocks`
    case 'bytes':
      return raw === 1n ? '1 byte' : `${separate(`${raw}`)} bytes`
    case 'count':
      return `${raw}`
  }
}

/** The same for reading: a time of many odd seconds is rounded to a tenth, and says so: `about 3.8 d`. */
export function formatReadable(raw: bigint, unit: Unit): string {
  const exact = formatAmount(raw, unit)
  if (unit !== 'sec' || exact.length <= MAX_TIME_LENGTH) return exact
  const [factor, name] = raw < DAY ? [HOUR, 'h'] : [DAY, 'd']
  const tenths = (10n * raw + factor / 2n) / factor
  return `about ${separate(`${tenths / 10n}.${tenths % 10n}`)} ${name}`
}

/** A value in the contract's unit, which a diff shows as its second form: `25000 pips`. Whole dollars are their own. */
export function formatRaw(raw: bigint, unit: Unit): string {
  if (unit === 'usd') return formatAmount(raw, unit)
  const names: Readonly<Record<Exclude<Unit, 'usd'>, string>> = {
    pips: ' pips',
    e6: ' pips',
    e4: ' /1e4',
    e3: ' /1e3',
    wad: ' /1e18',
    sec: ' s',
    usd6: ' /1e6 $',
    gas: ' gas',
    gwei: ' wei',
    blocks: ' blocks',
    bytes: ' bytes',
    count: '',
  }
  return `${raw}${names[unit]}`
}

function formatTime(sec: bigint): string {
  const known = [
    [DAY, 'd'],
    [HOUR, 'h'],
    [MINUTE, 'min'],
  ] as const
  const [length, name] = known.find(([of]) => sec > 0n && sec % of === 0n) ?? [1n, 's']
  return `${sec / length} ${name}`
}

function separate(digits: string): string {
  const [whole = '', fraction] = digits.split('.')
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? separated : `${separated}.${fraction}`
}
