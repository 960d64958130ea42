const opening = `# Benchmarks

Every table here was written by \`npm run bench -- NAME --write\` on the machine that it names; no figure is typed by hand.
`

/**
 * Puts a benchmark's table between its markers in the document, which is begun if there is none yet.
 *
 * @param document The text so far; undefined if the file does not exist.
 * @returns The text with the table in the place of the old one, or at the end under a heading of its own.
 */
export function placeSection(document: string | undefined, name: string, table: string): string {
  const text = document ?? opening
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`]
  const section = `${begin}\n\n${table}\n\n${end}`
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 && to < 0) return `${text.trimEnd()}\n\n## ${name}\n\n${section}\n`
  if (from < 0 || to < from) {
    throw new Error(
      `the markers ${begin} and ${end} are not a pair; correct them by hand, then run again`,
    )
  }
  return text.slice(0, from) + section + text.slice(to + end.length)
}
