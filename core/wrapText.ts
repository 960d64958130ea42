// Texts in columns of a terminal. Graphemes are Unicode's (UAX 29); what East Asian scripts and pictographs draw takes
// two columns. Texts come from `showText`: every grapheme in them takes at least one column.

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\ufe0f$/u

/** How many columns a text takes. */
export function measureColumns(text: string): number {
  let columns = 0
  for (const { segment } of graphemes.segment(text)) columns += WIDE.test(segment) ? 2 : 1
  return columns
}

/** As much of a text as `columns` hold; `…` replaces the rest. */
export function cutText(text: string, columns: number): string {
  return measureColumns(text) <= columns ? text : `${takeColumns(text, columns - 1)}…`
}

/**
 * A line in lines of at most `columns`, broken at blanks, and within a word that is longer.
 *
 * @param indent - The beginning of each further line.
 */
export function wrapText(line: string, columns: number, indent = ''): string[] {
  const [start = ''] = /^ */.exec(line) ?? []
  const lines: string[] = []
  let current = start
  let isEmpty = true
  for (const word of line.trim().split(/ +/)) {
    const extended = isEmpty ? `${current}${word}` : `${current} ${word}`
    isEmpty = false
    if (measureColumns(extended) <= columns) {
      current = extended
      continue
    }
    if (current.trim() !== '' && measureColumns(`${indent}${word}`) <= columns) {
      lines.push(current)
      current = `${indent}${word}`
      continue
    }
    current = extended
    let part = takeColumns(current, columns)
    while (part.length < current.length) {
      lines.push(part)
      current = `${indent}${current.slice(part.length)}`
      part = takeColumns(current, columns)
    }
  }
  return [...lines, current.trimEnd()]
}

// At least one grapheme, so that repeated calls reach the end.
function takeColumns(text: string, columns: number): string {
  let taken = ''
  let used = 0
  for (const { segment } of graphemes.segment(text)) {
    used += WIDE.test(segment) ? 2 : 1
    if (used > columns && taken !== '') break
    taken += segment
  }
  return taken
}
