import { Writable } from 'node:stream'

// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what the view writes.
const TOKEN = /\u001b\[([?\d;]*)([A-Za-z])|./gs

type Mode = 'wraps' | 'cuts'

/**
 * A terminal in memory: it obeys what the view writes, and when its size changes it wraps the lines that stand there
 * again, or cuts them, as real ones do. Characters take one column each.
 */
export class Terminal extends Writable {
  isTTY = true
  written: string[] = []
  #lines: { text: string; isContinued: boolean }[] = [{ text: '', isContinued: false }]
  /** The line that is the first on the screen. */
  #top = 0
  #row = 0
  #column = 0
  columns: number
  rows: number
  readonly #mode: Mode

  constructor(columns: number, rows: number, mode: Mode = 'wraps') {
    super()
    this.columns = columns
    this.rows = rows
    this.#mode = mode
  }

  /** What is seen, down to the cursor, without blanks at the ends of lines. */
  get screen(): string[] {
    return this.#lines.slice(this.#top, this.#row + 1).map(({ text }) => text.trimEnd())
  }

  get text(): string {
    return this.written.join('')
  }

  resize(columns: number, rows: number): void {
    if (this.#mode === 'wraps') this.#reflow(columns)
    else for (const line of this.#lines) line.text = line.text.slice(0, columns)
    Object.assign(this, { columns, rows })
    this.#top = Math.max(0, this.#lines.length - rows)
    this.#row = Math.max(this.#top, this.#row)
    this.emit('resize')
  }

  override _write(chunk: Buffer, _: string, done: () => void): void {
    const text = String(chunk)
    this.written.push(text)
    for (const [token, parameters = '', final] of text.matchAll(TOKEN)) {
      if (final === undefined) this.#put(token)
      else this.#obey(final, parameters)
    }
    done()
  }

  #put(character: string): void {
    if (character === '\n') this.#feed(false)
    else if (character === '\r') this.#column = 0
    else {
      if (this.#column >= this.columns) this.#feed(true)
      const line = this.#lineAt(this.#row)
      line.text =
        line.text.padEnd(this.#column).slice(0, this.#column) +
        character +
        line.text.slice(this.#column + 1)
      this.#column += 1
    }
  }

  #feed(isContinued: boolean): void {
    this.#row += 1
    this.#column = 0
    this.#top = Math.max(this.#top, this.#row - this.rows + 1)
    this.#lineAt(this.#row).isContinued = isContinued
  }

  #lineAt(row: number) {
    while (this.#lines.length <= row) this.#lines.push({ text: '', isContinued: false })
    return this.#lines[row] as { text: string; isContinued: boolean }
  }

  #obey(final: string, parameters: string): void {
    const [first = 1, second = 1] = parameters.split(';').map((digits) => Number(digits) || 1)
    const line = this.#lineAt(this.#row)
    if (final === 'A') this.#row = Math.max(this.#top, this.#row - first)
    else if (final === 'B') this.#row = Math.min(this.#lines.length - 1, this.#row + first)
    else if (final === 'G') this.#column = first - 1
    else if (final === 'H') {
      this.#row = this.#top + first - 1
      this.#column = second - 1
    } else if (final === 'K') {
      line.text = parameters === '2' ? '' : line.text.slice(0, this.#column)
    } else if (final === 'J') {
      line.text = line.text.slice(0, this.#column)
      this.#lines.splice(this.#row + 1)
    } else if (!'hlm'.includes(final)) throw new Error(`the terminal does not know ${final}`)
  }

  #reflow(columns: number): void {
    const paragraphs: string[] = []
    for (const { text, isContinued } of this.#lines) {
      if (isContinued) paragraphs.push(`${paragraphs.pop()}${text}`)
      else paragraphs.push(text)
    }
    this.#lines = paragraphs.flatMap((text) => {
      const pieces = text.match(new RegExp(`.{1,${columns}}`, 'g')) ?? ['']
      return pieces.map((piece, index) => ({ text: piece, isContinued: index > 0 }))
    })
    this.#row = this.#lines.length - 1
    this.#column = this.#lines.at(-1)?.text.length ?? 0
  }
}
