// The values that a portfolio's document is made of, as zod schemas: texts with their units there, whole numbers of the unit here, and
// back. A message is what is allowed.

import { z } from 'zod'
import { AmountError, formatAmount, parseAmount, type Unit } from '../../governance/index.ts'

/** An amount in a unit, from `min` to `max`; one below 0 has its sign in front. */
export function amount(unit: Unit, min: number, max: number) {
  const range = `${format(min, unit)} to ${format(max, unit)}`
  return z.codec(z.union([z.string(), z.number()], range), z.number(), {
    decode(value, { issues }) {
      const refuse = (message: string) => {
        issues.push({ code: 'custom', message, input: value })
        return z.NEVER
      }
      try {
        const raw = parse(String(value), unit)
        return raw >= min && raw <= max ? raw : refuse(range)
      } catch (error) {
        if (!(error instanceof AmountError)) throw error
        return refuse(error.allowed)
      }
    },
    encode: (raw) => format(raw, unit),
  })
}

export const usd6 = (min: number, max: number) => amount('usd6', min, max)
export const pips = (min: number, max: number) => amount('pips', min, max)
export const sec = (min: number, max: number) => amount('sec', min, max)

/** One of a few words. */
export const word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `one of ${words.join(', ')}`)

/** Of a portfolio, and of a market. */
export const name = z
  .string('a name')
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, '1 to 64 lower-case letters, digits, dots and dashes')

function parse(text: string, unit: Unit): number {
  return text.startsWith('-')
    ? -Number(parseAmount(text.slice(1), unit))
    : Number(parseAmount(text, unit))
}

function format(raw: number, unit: Unit): string {
  const text = formatAmount(BigInt(Math.abs(raw)), unit)
  return raw < 0 ? `-${text}` : text
}
