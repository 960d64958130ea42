import { type Hex, hexToString, isHex, size, stringToHex, trim } from 'viem'

const NAME = /^[a-z0-9-]{1,31}$/

/** A market's id from its name, or from the id's hex digits; undefined for any other text. */
export function parseMarket(text: string): Hex | undefined {
  if (NAME.test(text)) return stringToHex(text, { size: 32 })
  return isHex(text) && size(text) === 32 ? (text.toLowerCase() as Hex) : undefined
}

/** The name of a market where its id is one, padded with zero bytes, else the id. */
export function formatMarket(id: Hex): string {
  const name = hexToString(trim(id, { dir: 'right' }))
  return NAME.test(name) && stringToHex(name, { size: 32 }) === id ? name : id
}
