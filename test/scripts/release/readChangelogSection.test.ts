import { expect, test } from 'vitest'
import { readChangelogSection } from '../../../scripts/release/readChangelogSection.ts'

const changelog = `# Changelog

Words before.

## Unreleased

## 0.2.0 (2026-12-01)

### Added

- A thing.

## 0.2.0-rc.1

- A candidate.
`

test('default: the section below the heading of a version, with or without its date', () => {
  expect(readChangelogSection(changelog, '0.2.0')).toBe('### Added\n\n- A thing.')
  expect(readChangelogSection(changelog, '0.2.0-rc.1')).toBe('- A candidate.')
})

test('behavior: a version that is not there, or has nothing, has no section', () => {
  expect(readChangelogSection(changelog, '0.2')).toBeUndefined()
  expect(readChangelogSection(changelog, 'Unreleased')).toBeUndefined()
  const planned = '# Changelog\n\n## 0.3.0 (not yet released)\n\n- A plan.\n'
  expect(readChangelogSection(planned, '0.3.0')).toBeUndefined()
})
