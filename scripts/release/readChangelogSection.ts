/**
 * What a changelog says of a version: the text below its heading, `## 1.2.3` or `## 1.2.3 (2026-11-28)`, up to the next
 * one. Undefined if there is no such heading, or nothing below it.
 */
export function readChangelogSection(changelog: string, version: string): string | undefined {
  const [, ...sections] = changelog.split(/^## /m)
  for (const section of sections) {
    const [heading = '', ...lines] = section.split('\n')
    const [, named] = /^(\S+)(?: \(\d{4}-\d{2}-\d{2}\))?$/.exec(heading.trim()) ?? []
    if (named !== version) continue
    const text = lines.join('\n').trim()
    return text === '' ? undefined : text
  }
  return undefined
}
