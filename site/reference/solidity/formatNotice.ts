/** Lines that begin something: a row of a table by spaces, a part with a name, a field in backquotes. */
const ROW = /^ {2,}(?<name>\S(?:.*?\S)??)(?: {2,}(?<text>\S.*))?$/
const PART = /^(?<name>[A-Z][A-Za-z ]{2,14}):(?: {2,}| )(?<text>\S.*)$/
const FIELD = /^`\w+`[^a-z]*:/

/**
 * A comment's text as Markdown. Its lines are broken to fit the source, except where they begin a row, a part (`Method:`)
 * or a field: these become items of a list.
 */
export function formatNotice(text: string): string {
  const blocks: { isItem: boolean; text: string }[] = []
  for (const line of text.split('\n')) {
    const last = blocks.at(-1)
    const isDeep = /^ {8,}/.test(line) && last?.isItem === true
    const row = isDeep ? undefined : ROW.exec(line)?.groups
    const part = PART.exec(line)?.groups
    if (row !== undefined) {
      const said = row.text === undefined ? '' : `: ${escapeProse(row.text)}`
      blocks.push({ isItem: true, text: `${asName(row.name ?? '')}${said}` })
    } else if (part !== undefined && isPartName(part.name ?? '')) {
      blocks.push({ isItem: true, text: `**${part.name}:** ${escapeProse(part.text ?? '')}` })
    } else if (FIELD.test(line)) blocks.push({ isItem: true, text: escapeProse(line) })
    else if (line.trim() === '') blocks.push({ isItem: false, text: '' })
    else if (last === undefined) blocks.push({ isItem: false, text: escapeProse(line.trim()) })
    else if (last.isItem && /^\S/.test(line) && isRowBefore(last.text))
      blocks.push({ isItem: false, text: escapeProse(line) })
    else last.text += ` ${escapeProse(line.trim())}`
  }
  return blocks
    .filter(({ text: said }) => said.trim() !== '')
    .map(({ isItem, text: said }) => (isItem ? `- ${said.trim()}` : said.trim()))
    .join('\n\n')
    .replaceAll(/^(- .*)\n\n(?=- )/gm, '$1\n')
}

const partNames = ['Accuracy', 'Domain', 'Method', 'Source', 'Sources', 'Special cases']
const isPartName = (name: string) => partNames.includes(name)

/** After the rows of a table a line at the margin is prose again; after a field or a part it goes on. */
const isRowBefore = (item: string) => !/^(?:\*\*|`\w+`[^a-z]*:)/.test(item) || /^`[A-Z]/.test(item)

/** Names of errors and fields are code; a row may also begin with words. */
const asName = (name: string) =>
  /^\w+(?:, \w+)*$/.test(name) ? name.replaceAll(/\w+/g, '`$&`') : escapeProse(name)

/** Prose for Markdown that Vue reads: outside of code, angle brackets are text, and so are double braces. */
export function escapeProse(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((piece, index) =>
      index % 2 === 1
        ? piece
        : piece
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('{{', '&#123;&#123;')
            .replaceAll(/([*_[\]])/g, '\\$1'),
    )
    .join('')
}
