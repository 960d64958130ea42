const MAX_LENGTH = 60

/** The name of a file for what belongs to a draft, from its title: `let-the-band-breathe.yaml`. */
export function nameFile(title: string, ending: string): string {
  const name = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '')
  return `${name === '' ? 'draft' : name}.${ending}`
}
