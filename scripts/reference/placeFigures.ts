/**
 * A page with each part between the marks of its name.
 *
 * @param page - Name of the page, for the error.
 * @throws RangeError if the page has no marks of a name.
 */
export function placeFigures(
  text: string,
  page: string,
  parts: Readonly<Record<string, string>>,
): string {
  let placed = text
  for (const [name, part] of Object.entries(parts)) {
    const [begin, end] = [`<!-- figures: ${name} -->\n`, '\n<!-- /figures -->']
    const from = placed.indexOf(begin)
    const to = placed.indexOf(end, from)
    if (from < 0 || to < 0) throw new RangeError(`${page} has no place for ${name}`)
    placed = placed.slice(0, from + begin.length) + part + placed.slice(to)
  }
  return placed
}
