/** The id of the part of the form for a place of the draft: `changes.0.bounds.max.band`. */
export const idOf = (place: string) => `draft-${place.replaceAll('.', '-')}`

/** Moves the focus to the part of the form that is nearest to a place of the draft, and opens what hides it. */
export function focusPlace(place: string): void {
  const keys = place.split('.')
  for (let length = keys.length; length > 0; length--) {
    const found = document.getElementById(idOf(keys.slice(0, length).join('.')))
    if (found === null) continue
    for (let around = found.parentElement; around !== null; around = around.parentElement) {
      if (around instanceof HTMLDetailsElement) around.open = true
    }
    found.focus()
    found.scrollIntoView({ block: 'center' })
    return
  }
}

/** Selects a line of a text area, and scrolls to it. */
export function focusLine(area: HTMLTextAreaElement, line: number): void {
  const lines = area.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0)
  area.focus()
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  const lineHeight = area.scrollHeight / Math.max(1, lines.length)
  area.scrollTop = Math.max(0, (line - 4) * lineHeight)
}
