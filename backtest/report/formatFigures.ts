/** From here on a figure has four digits and its thousands or millions, as it is too long for a column. */
const LONG = 100_000

/** A figure in bp: one digit after the point, none from 1,000 on, with separators; `2.146M`. */
export function formatBp(value: number | string): string {
  const number = Number(value)
  if (Math.abs(number) >= LONG) {
    return number.toLocaleString('en-US', { notation: 'compact', maximumSignificantDigits: 4 })
  }
  const digits = Math.abs(number) >= 1_000 ? 0 : 1
  const text = number.toLocaleString('en-US', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return /^-0(\.0)?$/.test(text) ? text.slice(1) : text
}

/** The same with its sign, for differences. */
export function formatSigned(value: number | string): string {
  const text = formatBp(value)
  return Number(value) > 0 && !/^0(\.0)?$/.test(text) ? `+${text}` : text
}

/** `-20.1 to -4.0`; nothing where both are the same: of one day there is no interval. */
export function formatInterval(low: number | string, high: number | string): string {
  if (Number(low) === Number(high)) return ''
  return `${formatBp(low)} to ${formatBp(high)}`
}

/** A share of 1e6 in percent: `12.34 %`. */
export function formatPips(pips: number | string): string {
  return `${(Number(pips) / 10_000).toFixed(2)} %`
}

/** Millionths of a dollar: `$1,234,567`. */
export function formatUsd6(usd6: number | string): string {
  const dollars = Math.round(Number(usd6) / 1e6).toLocaleString('en-US')
  return dollars.startsWith('-') ? `-$${dollars.slice(1)}` : `$${dollars}`
}

/** A chance, 0 to 1: `0.04`. */
export function formatChance(value: string | undefined): string {
  return value === undefined ? 'not computed' : Number(value).toFixed(2)
}
