// The values that a portfolio's document is made of, as zod schemas. A message is what is allowed.

import { z } from 'zod'

/** A number within a range, a multiple of 1 / scale. */
function scaled(min: number, max: number, scale: number, unit: string) {
  const allowed = `${min} to ${max}${unit}, in steps of ${1 / scale}`
  return z
    .number(allowed)
    .min(min, allowed)
    .max(max, allowed)
    .refine((value) => Math.abs(value * scale - Math.round(value * scale)) < 1e-6, allowed)
}

export const usd = (min: number, max: number) => scaled(min, max, 1e6, ' dollars')

export const percent = (min: number, max: number) => scaled(min, max, 1e4, ' percent')

export const multiple = (min: number, max: number) => scaled(min, max, 1e3, '')

/** A count of standard deviations. */
export const deviations = (min: number, max: number) => scaled(min, max, 1e4, '')

export const days = (min: number, max: number) => {
  const allowed = `${min} to ${max} days`
  return z.number(allowed).min(min, allowed).max(max, allowed)
}

export const whole = (min: number, max: number) => {
  const allowed = `a whole number from ${min} to ${max}`
  return z.int(allowed).min(min, allowed).max(max, allowed)
}

/** One of a few words. */
export const word = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `one of ${words.join(', ')}`)

/** Names in results and file names. */
export const name = z
  .string('a name')
  .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, '1 to 64 lower-case letters, digits, dots and dashes')
