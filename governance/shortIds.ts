// Short ids for people: as many first digits as distinguish one id from the others.

import { type Hex, toHex } from 'viem'

/** Hex digits of a short id, unless more are needed to distinguish it from the others. */
const SHORT_DIGITS = 8

/** Fewer digits are no beginning of an id: `1` would name one by chance. */
const leastIdDigits = 4

/** A proposal's id in hex, 32 bytes. */
export const toIdHex = (id: bigint): Hex => toHex(id, { size: 32 })

/** The short form of one proposal's id, where the others are not at hand: two of them share it by chance only. */
export const shortenId = (id: bigint): Hex => toIdHex(id).slice(0, 2 + SHORT_DIGITS) as Hex

/**
 * The short form of each id, such as `0x1a2b3c4d`: all of one length, the shortest that distinguishes the ids, and
 * eight digits at least.
 *
 * @param ids - In small letters, all of one size.
 */
export function shortenIds(ids: readonly Hex[]): Map<Hex, Hex> {
  const distinct = new Set(ids)
  const longest = Math.max(2 + SHORT_DIGITS, ...ids.map(({ length }) => length))
  let length = 2 + SHORT_DIGITS
  while (length < longest && new Set(ids.map((id) => id.slice(0, length))).size < distinct.size)
    length++
  return new Map(ids.map((id) => [id, id.slice(0, length) as Hex]))
}

/** The ids that begin with the digits of a text: four or more in hex, with 0x or without, in any case. */
export function findByPrefix(ids: readonly Hex[], text: string): Hex[] {
  const digits = text.trim().toLowerCase().replace(/^0x/, '')
  return digits.length < leastIdDigits ? [] : ids.filter((id) => id.startsWith(digits, 2))
}

/**
 * The proposals that a text may mean: one whose number it is, else those whose number begins with it, in decimal digits
 * or in hex.
 */
export function findProposals(ids: readonly bigint[], text: string): bigint[] {
  const trimmed = text.trim()
  const [exact] = ids.filter((id) => `${id}` === trimmed)
  if (exact !== undefined) return [exact]
  const inHex = new Map(ids.map((id) => [toIdHex(id), id]))
  const found = new Set(findByPrefix([...inHex.keys()], trimmed).map((hex) => inHex.get(hex)))
  const isDecimal = trimmed.length >= leastIdDigits
  return ids.filter((id) => found.has(id) || (isDecimal && `${id}`.startsWith(trimmed)))
}
