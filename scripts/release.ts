/**
 * `npm run release`: makes the package of the commit that is checked out, twice and from nothing, and writes it into
 * `build/release` if both are the same bytes. Publishes nothing. Exits with 1 and says why if the tree is no release, or
 * the two differ.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compareTarballs } from './release/compareTarballs.ts'
import { describeRelease, formatRelease } from './release/describeRelease.ts'
import { findFaults } from './release/findFaults.ts'
import { packCommit, run } from './release/packCommit.ts'
import { readChangelogSection } from './release/readChangelogSection.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

const { version, license: licenseId } = JSON.parse(read('package.json'))
const changelog = read('CHANGELOG.md')
const status = run(root, 'git', ['status', '--porcelain'])
const faults = findFaults({ status, version, changelog, licenseId, license: read('LICENSE') })
if (faults.length > 0) {
  console.error(['this is no release:', ...faults.map((fault) => `- ${fault}`)].join('\n'))
  process.exit(1)
}

const commit = run(root, 'git', ['rev-parse', 'HEAD']).trim()
const folder = mkdtempSync(join(tmpdir(), 'gimbal-release-'))
try {
  // Folders of names that differ in length: a path that finds its way into a file shows.
  const [first, second] = ['first', 'the-second'].map((name) =>
    packCommit(root, commit, join(folder, name)),
  ) as [string, string]
  const { differences, unpacked } = compareTarballs(first, second, folder)
  if (differences.length > 0) {
    console.error(['two builds differ:', ...differences.map((file) => `- ${file}`)].join('\n'))
    process.exitCode = 1
  } else {
    const source = { commit, lock: read('package-lock.json') }
    const release = await describeRelease(readFileSync(first), unpacked, source)
    const made = join(root, 'build', 'release')
    rmSync(made, { recursive: true, force: true })
    mkdirSync(made, { recursive: true })
    copyFileSync(first, join(made, basename(first)))
    const description = basename(first).replace(/\.tgz$/, '.json')
    writeFileSync(join(made, description), `${JSON.stringify(release, null, 2)}\n`)
    console.log(formatRelease(release))
    console.log(`\n${readChangelogSection(changelog, version)}\n`)
    console.log(`two builds are the same bytes: build/release/${basename(first)}, ${description}`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
