import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { awayFixtures, homeBridgeFixtures } from './fixtures/bridge.ts'
import { governorFixtures } from './fixtures/governor.ts'
import { headerFixtures } from './fixtures/headers.ts'
import { marketCallFixtures } from './fixtures/marketCalls.ts'
import { poolFixtures } from './fixtures/pool.ts'
import { riskParametersFixtures } from './fixtures/riskParameters.ts'
import { tokenFixtures } from './fixtures/token.ts'
import { type FixtureRun, runFixtures } from './support/runFixtures.ts'

const home = {
  headers: headerFixtures,
  pool: poolFixtures,
  riskParameters: riskParametersFixtures,
  token: tokenFixtures,
  governor: governorFixtures,
  marketCalls: marketCallFixtures,
  bridge: homeBridgeFixtures,
}

describe.each([
  ['home', home],
  ['away', { away: awayFixtures }],
] as const)('the mappings of a chain %s in graph-node', (side, suites) => {
  let dir: string
  let run: FixtureRun

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'gimbal-subgraph-'))
    run = await runFixtures(Object.values(suites).flat(), dir, side)
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
