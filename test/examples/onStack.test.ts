import { afterAll, beforeAll, describe } from 'vitest'
import { describeDuckdb } from './suites/duckdb.suite.ts'
import { describePage } from './suites/page.suite.ts'
import { describeWatch } from './suites/watch.suite.ts'
import { type ExamplesOnStack, startExamplesOnStack } from './support/examplesOnStack.ts'

/** Against hanging alone: npm and compilers are as slow as the machine is busy. */
const timeout = 600_000

/** The stack, the packed tarball and the browser, which all of them share. */
let subject: ExamplesOnStack

beforeAll(async () => {
  subject = await startExamplesOnStack()
})

afterAll(() => subject?.stop())

/** The watcher comes last: it sees the market halted. */
const suites = [describeDuckdb, describePage, describeWatch]

describe('examples that read a market', { timeout }, () => {
  for (const describeSuite of suites) describeSuite(() => subject)
})
