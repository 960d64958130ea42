import { describe, expect, test } from 'vitest'
import { createFailover } from '../../../bot/submit/createFailover.ts'
import type { Progress, Submitter } from '../../../bot/submit/createSubmitter.ts'

function create(...fates: (Progress | Error)[][]) {
  const asked: number[] = []
  const submitters = fates.map(
    (answers, at): Submitter<unknown> => ({
      async advance() {
        asked.push(at)
        const answer = answers.shift() ?? { type: 'idle' }
        if (answer instanceof Error) throw answer
        return answer
      },
      async checkBalance() {
        asked.push(at)
        return { balanceWei: 1n }
      },
    }),
  )
  return { asked, submitter: createFailover(submitters) }
}

const refused: Progress = { type: 'held', reason: 'refused', detail: 'EpochNotRisen' }

describe('createFailover', () => {
  test('default: one endpoint for all steps, as long as it answers', async () => {
    const { asked, submitter } = create([], [])
    await submitter.advance()
    await submitter.checkBalance()
    await submitter.advance()
    expect(asked).toEqual([0, 0, 0])
  })

  test('behavior: after a failure the next endpoint is used in the next step, not within the step', async () => {
    const failure = new Error('hangs')
    const { asked, submitter } = create([failure], [failure], [])
    await expect(submitter.advance()).rejects.toBe(failure)
    expect(asked).toEqual([0])
    await expect(submitter.advance()).rejects.toBe(failure)
    expect(await submitter.advance()).toEqual({ type: 'idle' })
    expect(asked).toEqual([0, 1, 2])
  })

  test('behavior: an endpoint that refuses what others accept is not asked next', async () => {
    const { asked, submitter } = create([refused], [])
    expect(await submitter.advance()).toBe(refused)
    await submitter.advance()
    expect(asked).toEqual([0, 1])
  })

  test('behavior: an endpoint that rejects a transaction is not asked next', async () => {
    const sent: Progress = { type: 'sent', way: 'first', hash: '0x01' }
    const { asked, submitter } = create([sent, { ...sent, problem: 'timed out' }], [])
    await submitter.advance()
    await submitter.advance()
    await submitter.advance()
    expect(asked).toEqual([0, 0, 1])
  })

  test('behavior: only endpoints that have the latest block are asked', async () => {
    const { asked, submitter } = create([], [], [])
    await submitter.advance(undefined, [0, 1, 2])
    await submitter.advance(undefined, [1, 2])
    await submitter.advance(undefined, [0, 1, 2])
    await submitter.advance(undefined, [0])
    expect(asked).toEqual([0, 1, 1, 0])
  })

  test('behavior: a budget binds wherever it is asked', async () => {
    const held: Progress = { type: 'held', reason: 'daily-budget', detail: 'spent' }
    const { asked, submitter } = create([held], [])
    await submitter.advance()
    await submitter.advance()
    expect(asked).toEqual([0, 0])
  })
})
