import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareFolders } from './compareFolders.ts'
import { run } from './packCommit.ts'

/** How two packages differ, and where the first one is unpacked. */
export interface TarballComparison {
  /** Files that differ; nothing if both are the same bytes. */
  differences: string[]
  /** The folder with the first one's package.json. */
  unpacked: string
}

/**
 * Compares two packages byte by byte.
 *
 * @param folder - Takes what they hold.
 */
export function compareTarballs(first: string, second: string, folder: string): TarballComparison {
  const [one, other] = [first, second].map((tarball, index) => {
    const content = join(folder, `content-${index + 1}`)
    mkdirSync(content, { recursive: true })
    run(content, 'tar', ['-xzf', tarball])
    return join(content, 'package')
  }) as [string, string]
  const isSame = readFileSync(first).equals(readFileSync(second))
  const differences = isSame ? [] : compareFolders(one, other)
  if (!isSame && differences.length === 0) differences.push('the tarball itself: order or modes')
  return { differences, unpacked: one }
}
