import { expect, it } from 'vitest'
import { measureVoteGas } from './support/voteGas.ts'

it('behavior: a vote in a batch of 20 costs no more than 60,000 gas', async () => {
  const { first20, repeat20 } = await measureVoteGas()
  expect(first20).toBeLessThanOrEqual(60_000)
  expect(repeat20).toBeLessThanOrEqual(60_000)
})
