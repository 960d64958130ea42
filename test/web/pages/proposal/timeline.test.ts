import { describe, expect, test } from 'vitest'
import type { ProposalState } from '../../../../governance/index.ts'
import { listTimeline } from '../../../../web/pages/proposal/timeline.ts'

const hash = `0x${'11'.repeat(32)}` as const
const made = { voteStartAt: 100n, firstEndAt: 1_000n, transactionHash: hash }
const step = (
  name: 'extended' | 'queued' | 'executed' | 'canceled',
  at: bigint,
  until?: bigint,
) => ({
  step: name,
  at,
  until,
  transactionHash: hash,
})

function list(state: ProposalState, changes: Partial<Parameters<typeof listTimeline>[0]> = {}) {
  return listTimeline({
    made,
    status: { state, voteEndAt: 1_000n, executableAt: 0n },
    createdAt: 50n,
    steps: { extensionSec: 60n, steps: [] },
    ...changes,
  })
}

describe('listTimeline', () => {
  test('default: what was, what comes next, and what may come', () => {
    expect(list('active').map(({ label, phase }) => [label, phase])).toEqual([
      ['Proposed', 'done'],
      ['Voting began', 'done'],
      ['Voting ends', 'next'],
      ['Queue', 'later'],
      ['Executable from', 'later'],
      ['Execute', 'later'],
    ])
    expect(list('pending')[1]).toMatchObject({ label: 'Voting begins', phase: 'next', at: 100n })
  })

  test('default: by how much the vote may be extended', () => {
    expect(list('active')[2]?.note).toBe(
      'Not extended. Whenever a vote turns the outcome within the last 1 min, the deadline moves to 1 min after it.',
    )
    const none = list('active', { steps: { extensionSec: 0n, steps: [] } })
    expect(none[2]?.note).toBe('Not extended. This Governor extends no vote.')
  })

  test('behavior: an extension stands where it was, and how long all of them were', () => {
    const steps = { extensionSec: 60n, steps: [step('extended', 990n, 1_050n)] }
    const status = { state: 'active' as const, voteEndAt: 1_050n, executableAt: 0n }
    const entries = list('active', { status, steps })
    expect(entries[2]).toMatchObject({
      label: 'Outcome turned late: deadline moved',
      note: 'The vote went on for 1 min.',
    })
    expect(entries[3]?.note).toMatch(/^Extended by 50 s so far, as the outcome turned late\./)
    const over = list('defeated', { status: { ...status, state: 'defeated' }, steps })
    expect(over[3]?.note).toBe('Extended by 50 s, as the outcome turned late.')
    expect(over.at(-1)?.label).toBe('Defeated')
  })

  test('behavior: queued and executed, with their times', () => {
    const steps = {
      extensionSec: 60n,
      steps: [step('queued', 1_010n, 1_070n), step('executed', 1_080n)],
    }
    const queued = list('queued', {
      status: { state: 'queued', voteEndAt: 1_000n, executableAt: 1_070n },
      steps,
    })
    expect(queued.slice(3).map(({ label, at, phase }) => [label, at, phase])).toEqual([
      ['Queued', 1_010n, 'done'],
      ['Executable from', 1_070n, 'next'],
      ['Execute', 1_080n, 'later'],
    ])
    const executed = list('executed', { steps })
    expect(executed.slice(3).map(({ label, at, phase }) => [label, at, phase])).toEqual([
      ['Queued', 1_010n, 'done'],
      ['Executable from', 1_070n, 'done'],
      ['Executed', 1_080n, 'done'],
    ])
  })

  test('behavior: of a canceled one nothing comes any more', () => {
    const steps = { extensionSec: 60n, steps: [step('canceled', 60n)] }
    expect(list('canceled', { steps }).map(({ label, at }) => [label, at])).toEqual([
      ['Proposed', 50n],
      ['Canceled', 60n],
    ])
  })
})
