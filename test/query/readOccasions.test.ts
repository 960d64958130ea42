import getPort from 'get-port'
import { describe, expect, test } from 'vitest'
import { createQueryClient, readOccasions } from '../../query/index.ts'

describe('readOccasions', () => {
  test('behavior: an index that does not answer is told, and keeps nothing else back', async () => {
    const url = `http://127.0.0.1:${await getPort()}`
    const index = createQueryClient({ url, retries: 0 })
    const { latest, worstHour, notes } = await readOccasions(index, [`0x${'11'.repeat(32)}`])
    expect([latest.size, worstHour.size]).toEqual([0, 0])
    expect(notes).toEqual([
      expect.stringMatching(/^What the model says to it is not known: .* does not answer/),
    ])
  })

  test('default: without an index there is nothing to note', async () => {
    const { latest, notes } = await readOccasions(undefined, [`0x${'11'.repeat(32)}`])
    expect([latest.size, notes]).toEqual([0, []])
  })
})
