/** Saves a file by a link that nobody sees: the page's policy allows its own blobs, and nothing leaves the browser. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** `band-width-20261127T070000Z-20261127T072400Z.csv`: letters and digits only, whatever the title. */
export function nameFile(title: string, from: number, to: number, ending: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  const stamp = (at: number) =>
    new Date(at * 1_000).toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')
  return `${slug || 'chart'}-${stamp(from)}-${stamp(to)}.${ending}`
}
