import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']

function readVersions(folder: string): Map<string, string> {
  const content = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return new Map(groups.flatMap((group) => Object.entries<string>(content[group] ?? {})))
}

describe('packages of examples', () => {
  const own = readVersions(root)

  // Another viem than the package's is a second one in the folder, whose types do not fit the first one's.
  test.each(examples)('behavior: %s has exact versions, which are those of the package', (name) => {
    const versions = readVersions(join(root, 'examples', name))
    for (const [dependency, version] of versions) {
      expect(version, dependency).toMatch(/^\d+\.\d+\.\d+[\w.-]*$/)
      if (own.has(dependency)) expect(version, dependency).toBe(own.get(dependency))
    }
    // The reader brings the tarball; npm writes the dependency when it installs that.
    expect([...versions.keys()]).not.toContain('gimbal')
    expect(existsSync(join(root, 'examples', name, 'README.md'))).toBe(true)
  })
})
