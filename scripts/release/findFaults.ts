import { readChangelogSection } from './readChangelogSection.ts'

/** What a release is made of, as texts. */
export interface ReleaseTree {
  /** `git status --porcelain`. */
  status: string
  version: string
  changelog: string
  /** The identifier of package.json, and the text of LICENSE. */
  licenseId: string
  license: string
}

const MAX_NAMED = 5
const VERSION = /^\d+\.\d+\.\d+(-[\w.]+)?$/

/** Why a tree is no release, each with what to do; nothing if it is one. */
export function findFaults(tree: ReleaseTree): string[] {
  const { status, version, changelog, licenseId, license } = tree
  const faults: string[] = []
  const changed = status.split('\n').filter((line) => line !== '')
  if (changed.length > 0) {
    const named = changed.slice(0, MAX_NAMED).map((line) => line.slice(3))
    const rest = changed.length > MAX_NAMED ? ` and ${changed.length - MAX_NAMED} more` : ''
    faults.push(`the tree is dirty: commit or remove ${named.join(', ')}${rest}`)
  }
  if (!VERSION.test(version)) {
    faults.push(`the version "${version}" of package.json is none: use MAJOR.MINOR.PATCH`)
  } else if (readChangelogSection(changelog, version) === undefined) {
    faults.push(
      `CHANGELOG.md says nothing of ${version}: give its section the heading "## ${version} (YYYY-MM-DD)"`,
    )
  }
  if (!license.startsWith(`${licenseId} License`)) {
    faults.push(`package.json says ${licenseId}, and LICENSE is another one: make them agree`)
  }
  return faults
}
