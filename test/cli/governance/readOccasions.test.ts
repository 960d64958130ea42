import getPort from 'get-port'
import { describe, expect, test } from 'vitest'
import type { Session } from '../../../cli/governance/session.ts'
import { readOccasions } from '../../../cli/governance/showProposal.ts'

describe('readOccasions', () => {
  test('behavior: an index that does not answer is told, and keeps nothing else back', async () => {
    const graphqlUrl = `http://127.0.0.1:${await getPort()}`
    const session = { network: { graphqlUrl } } as Session
    const { latest, worstHour, notes } = await readOccasions(session, [`0x${'11'.repeat(32)}`])
    expect([latest.size, worstHour.size]).toEqual([0, 0])
    expect(notes).toEqual([
      expect.stringMatching(/^What the model says to it is not known: .* does not answer/),
    ])
  })
})
