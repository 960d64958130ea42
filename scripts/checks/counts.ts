import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/** How many tests of a step passed and failed. */
export interface Counts {
  readonly passed: number
  readonly failed: number
}

/** A check that is one test, by its exit status. */
export function countOne(status: number): Counts {
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** Reads the summary that Hardhat prints after the Solidity tests: lines `12 passing`, `1 failing`. */
export function countHardhat(output: string): Counts {
  const text = stripVTControlCharacters(output)
  const number = (word: string) =>
    Number(text.match(new RegExp(`^\\s*(\\d+) ${word}`, 'm'))?.[1] ?? 0)
  return { passed: number('passing'), failed: number('failing') }
}

/**
 * Reads what Vitest's JSON reporter wrote; nothing ran if there is no file. A test that was skipped, as all are where
 * the set-up of their file fails, has not passed; a file that did not load is one failure.
 */
export function countVitest(file: string): Counts {
  if (!existsSync(file)) return { passed: 0, failed: 0 }
  const report: VitestReport = JSON.parse(readFileSync(file, 'utf8'))
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: report.numPassedTests,
    failed: report.numTotalTests - report.numPassedTests + unloaded.length,
  }
}

interface VitestReport {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly testResults: readonly { status: string; assertionResults: readonly unknown[] }[]
}

/** A runner that broke off, or that ran no test at all, has failed whatever it counted. */
export function settle(counts: Counts, status: number): Counts {
  const isSilent = counts.passed + counts.failed === 0
  return isSilent || (status !== 0 && counts.failed === 0)
    ? { ...counts, failed: counts.failed + 1 }
    : counts
}
