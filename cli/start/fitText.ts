import { wrapWords } from '../io/wrapWords.ts'

/** Somebody else's text in characters that take one column each; the others become `?`. */
export function toPlain(text: string): string {
  return text
    .replace(/[^\S ]+/g, ' ')
    .replace(/[^\x20-\x7e\u00a1-\u00ac\u00ae-\u00ff\u2026]/gu, '?')
}

/** As many whole words as `width` columns hold, so that no number is cut. `…` replaces the rest. */
export function fitWords(text: string, width: number): string {
  const plain = toPlain(text).trim()
  if (plain.length <= width) return plain
  // The next character shows whether a word ends at the last one that fits.
  const end = plain.slice(0, width - 1).lastIndexOf(' ')
  return width < 1 ? '' : `${plain.slice(0, Math.max(0, end))} …`.trimStart()
}

/** A name in `width` columns, padded. A long one ends with `…`. */
export function fitName(name: string, width: number): string {
  const plain = toPlain(name).trim()
  return plain.length <= width ? plain.padEnd(width) : `${plain.slice(0, width - 1)}…`
}

/** Somebody else's text in lines of at most `width` columns; a word that is longer is cut. */
export function wrapPlain(text: string, width: number): string[] {
  return wrapWords(toPlain(text), width, { isCut: true })
}
