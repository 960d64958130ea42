import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { describeMissingPart } from '../../../cli/program/describeMissingPart.ts'

const require = createRequire(import.meta.url)
const message =
  'the package @gimbal-test/absent, which this command needs, is not installed; run `npm run setup`'

describe('describeMissingPart', () => {
  test('default: a package that is not installed is named, with what brings it', () => {
    for (const part of ['@gimbal-test/absent', '@gimbal-test/absent/build/Pool.json']) {
      let caught: unknown
      try {
        require(part)
      } catch (error) {
        caught = error
      }
      expect(describeMissingPart(caught)).toBe(message)
    }
    const imported = Object.assign(
      new Error("Cannot find package '@gimbal-test/absent' imported from /a/b.js"),
      { code: 'ERR_MODULE_NOT_FOUND' },
    )
    expect(describeMissingPart(imported)).toBe(message)
  })

  test.each([
    ['a file of ours that is missing', "Cannot find module '/a/b.js'", 'MODULE_NOT_FOUND'],
    ['another failure', 'no such file', 'ENOENT'],
  ])('behavior: %s is something else', (_, text, code) => {
    expect(describeMissingPart(Object.assign(new Error(text), { code }))).toBeUndefined()
    expect(describeMissingPart(text)).toBeUndefined()
  })
})
