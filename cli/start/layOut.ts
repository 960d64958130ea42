import { styleText } from 'node:util'

/** Few, and each beside a word that says the same. */
export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red'

/** A piece of a line, shown whole or not at all. Each of its characters takes one column. */
export interface Item {
  text: string
  style?: Style | undefined
}

/** One line: the items side by side, as many from the left as fit. */
export function layOut(items: readonly Item[], columns: number, color: boolean): string {
  const shown: string[] = []
  let width = 0
  for (const { text, style } of items) {
    // Room for blanks that only part an item from one that is not there need not be.
    if (width + text.trimEnd().length > columns) break
    width += text.length
    shown.push(color && style !== undefined ? paint(style, text) : text)
  }
  return shown.join('').trimEnd()
}

function paint(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false })
}
