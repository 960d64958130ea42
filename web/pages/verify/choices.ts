import type { Hex } from 'viem'

/** What a visitor has chosen besides the update. */
export interface Choices {
  marketId: Hex | undefined
  /** Of a node that is asked for hashes. */
  witnessUrl: string | undefined
}

/** Kept while the site is open: every check has an address of its own, and the choices are not part of it. */
let kept: Choices = { marketId: undefined, witnessUrl: undefined }

export const readChoices = (): Choices => kept
export function keepChoices(choices: Choices): void {
  kept = choices
}

/** Why a text is no second node that the page may ask; undefined: it is one, or there is none. */
export function findWitnessFault(text: string, origins: readonly string[]): string | undefined {
  if (text.trim() === '') return undefined
  const url = URL.parse(text.trim())
  if (url === null || !/^https?:$/.test(url.protocol)) return 'Give a URL, http or https'
  if (origins.includes(url.origin)) return undefined
  return `This page may ask the services of its network only, and ${url.origin} is none of them: name it in Settings first`
}
