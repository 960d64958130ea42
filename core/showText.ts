// Method:   every code point that a terminal, a log or a page would obey or hide instead of drawing is written as an
//           escape that can be read. Nothing is dropped, so that two texts that differ are seen to differ. Marks are
//           drawn over the letter before them: one without a letter would be drawn over our own text, and a heap of
//           them over the lines around it; both are written as escapes.
// Domain:   any string, lone surrogates included.
// Source:   Unicode 16 general categories Cc, Cf, Cs, Co, Zl, Zp and Default_Ignorable_Code_Point; CVE-2021-42574
//           (direction characters), ECMA-48 (escape sequences).

const UNSEEN_CLASS = '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}'
// Vietnamese takes two marks a letter, Hebrew with points four.
const MAX_MARKS = 4
// But for the selector that follows a pictograph and asks for its coloured form, as in many a title.
const UNSEEN = new RegExp(
  `(?!(?<=\\p{Extended_Pictographic})\\ufe0f)[${UNSEEN_CLASS}]` +
    `|(?<![^\\p{M}${UNSEEN_CLASS}]\\p{M}{0,${MAX_MARKS - 1}})\\p{M}`,
  'gu',
)

const named: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * A stranger's text on one line, safe to show: control, direction, invisible and line-breaking characters become
 * escapes such as `\x1b`, `\n` or `\u{202e}`. Texts from the chain, a hub, an index, a peer or a file go through here
 * before they reach a terminal, a log, a page or a message.
 */
export function showText(text: string): string {
  return text.replace(UNSEEN, escapeCharacter)
}

/** The same for a text that may have several lines: line feeds stay, and a carriage return before one goes. */
export function showLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => showText(line))
    .join('\n')
}

/**
 * A JSON text with the same characters as JSON's own escapes: it says the same to programs, and nothing that a terminal
 * obeys. Line feeds of its layout stay.
 */
export function showJson(json: string): string {
  return json.replace(UNSEEN, (character) =>
    character === '\n'
      ? character
      : character
          .split('')
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
          .join(''),
  )
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16)
  return named[character] ?? (code < 0x100 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`)
}
