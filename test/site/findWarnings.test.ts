import { expect, test } from 'vitest'
import { findWarnings } from '../../site/findWarnings.ts'

test.each([
  ['▲ [WARNING] Unrecognized target environment', 1],
  ['(!) Some chunks are larger than 500 kB', 1],
  ['warning: model.html links to gone.html, which is not there', 1],
  ['build complete in 20 s', 0],
  ['✓ building client + server bundles...', 0],
])('findWarnings default: %s', (line, count) => {
  expect(findWarnings(`before\n${line}\nafter`)).toHaveLength(count)
})
