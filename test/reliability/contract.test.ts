import { describe, expect, test } from 'vitest'
import { drillCompromise } from './drills/compromise.ts'
import { drillTriggers } from './drills/triggers.ts'

const patience = 1_800_000

describe('bot and contract', { timeout: patience }, () => {
  test('P-54 no trigger is missed at zero, extreme and boundary values', async () => {
    const figures = await drillTriggers('short')
    expect(figures).toMatchObject({ missed: 0, needless: 0 })
    expect(figures.cases).toBeGreaterThan(150)
    expect(figures.triggers).toBeGreaterThan(75)
  })

  test('behavior: a dishonest quorum loosens by a step an epoch, until the guardian halts the market', async () => {
    expect(await drillCompromise('short')).toEqual({
      epochs: 96,
      leastShare: 1,
      mostShare: 1,
      mostShareEver: 1,
      wronglyTaken: 0,
    })
  })
})
