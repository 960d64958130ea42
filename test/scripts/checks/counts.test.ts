import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countHardhat, countOne, countVitest, settle } from '../../../scripts/checks/counts.ts'

test('countOne: a check is one test', () => {
  expect(countOne(0)).toEqual({ passed: 1, failed: 0 })
  expect(countOne(3)).toEqual({ passed: 0, failed: 1 })
})

describe('countHardhat', () => {
  test.each([
    ['  ✔ test_default()\n\n  12 passing\n', { passed: 12, failed: 0 }],
    ['\n  12 passing\n  3 failing\n  1 skipped\n', { passed: 12, failed: 3 }],
    [
      '\u001b[32m  12 passing\u001b[39m\n\u001b[31m  3 failing\u001b[39m\n',
      { passed: 12, failed: 3 },
    ],
    ['Error HHE900: the build failed', { passed: 0, failed: 0 }],
  ])('%j', (output, counts) => {
    expect(countHardhat(output)).toEqual(counts)
  })
})

describe('countVitest', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gimbal-test-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  test('a skipped test and a file that did not load have failed', () => {
    const file = join(folder, 'vitest.json')
    const testResults = [
      { status: 'failed', assertionResults: [{}, {}] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{}] },
    ]
    writeFileSync(file, JSON.stringify({ numTotalTests: 4, numPassedTests: 2, testResults }))
    expect(countVitest(file)).toEqual({ passed: 2, failed: 3 })
  })

  test('no file: nothing ran', () => {
    expect(countVitest(join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0 })
  })
})

describe('settle', () => {
  test.each([
    ['all passed', { passed: 5, failed: 0 }, 0, { passed: 5, failed: 0 }],
    ['some failed', { passed: 5, failed: 2 }, 1, { passed: 5, failed: 2 }],
    ['the runner broke off', { passed: 5, failed: 0 }, 1, { passed: 5, failed: 1 }],
    ['no test ran', { passed: 0, failed: 0 }, 0, { passed: 0, failed: 1 }],
  ])('%s', (_, counts, status, settled) => {
    expect(settle(counts, status)).toEqual(settled)
  })
})
