interface WrapOptions {
  /** Blanks before each line but the first. */
  hang?: number
  /** Cuts a word that is wider than a line. Else it stays whole, as a path or a URL that is copied has to. */
  isCut?: boolean
}

/** A text in lines of at most `width` characters, at least one line. Blanks and line ends only part words. */
export function wrapWords(text: string, width: number, options: WrapOptions = {}): string[] {
  const { hang = 0, isCut = false } = options
  const lines: string[] = []
  for (const word of text.trim().split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`
      continue
    }
    for (const piece of isCut ? cutWord(word, Math.max(1, width - hang)) : [word]) {
      lines.push(lines.length === 0 ? piece : ' '.repeat(hang) + piece)
    }
  }
  return lines
}

function cutWord(word: string, width: number): string[] {
  const pieces: string[] = []
  for (let at = 0; at === 0 || at < word.length; at += width) {
    pieces.push(word.slice(at, at + width))
  }
  return pieces
}
