import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The files below a folder, as paths from it with `/`, sorted. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}

/** The files that two folders do not have alike: in one of them alone, or with other bytes. */
export function compareFolders(first: string, second: string): string[] {
  const files = new Set([...listFiles(first), ...listFiles(second)])
  return [...files].sort().filter((file) => {
    const [one, other] = [join(first, file), join(second, file)]
    if (!existsSync(one) || !existsSync(other)) return true
    return !readFileSync(one).equals(readFileSync(other))
  })
}
