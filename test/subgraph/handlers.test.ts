import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { governorFixtures } from './fixtures/governor.ts'
import { headerFixtures } from './fixtures/headers.ts'
import { marketCallFixtures } from './fixtures/marketCalls.ts'
import { poolFixtures } from './fixtures/pool.ts'
import { riskParametersFixtures } from './fixtures/riskParameters.ts'
import { tokenFixtures } from './fixtures/token.ts'
import { type FixtureRun, runFixtures } from './support/runFixtures.ts'

const suites = {
  headers: headerFixtures,
  pool: poolFixtures,
  riskParameters: riskParametersFixtures,
  token: tokenFixtures,
  governor: governorFixtures,
  marketCalls: marketCallFixtures,
}

describe('the mappings in graph-node', () => {
  let dir: string
  let run: FixtureRun

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gimbal-subgraph-'))
    run = await runFixtures(Object.values(suites).flat(), dir)
  }, 600_000)

  afterAll(() => rm(dir, { recursive: true, force: true }))

  for (const [suite, fixtures] of Object.entries(suites)) {
    describe(suite, () => {
      for (const { name } of fixtures) {
        test(name.replace(/^(default|behavior|error) /, '$1: '), () => {
          expect(run.passed.has(name), run.output).toBe(true)
        })
      }
    })
  }
})
