import { describe, expect, test } from 'vitest'
import {
  formatAcrossSummary,
  listAcrossChecks,
} from '../../../../cli/start/chains/formatAcrossSummary.ts'
import type { AcrossSummary } from '../../../../cli/start/chains/summarizeAcross.ts'
import { calmFrame } from '../support/frames.ts'

const { values } = calmFrame
const summary: AcrossSummary = {
  name: 'local-2',
  bridges: ['axelar', 'hyperlane'],
  updates: [
    {
      at: 1_652_338_860n,
      tookSec: 10n,
      target: values,
      oldValues: values,
      newValues: values,
      sendGas: 84_569n,
      deliverGas: 109_514n,
      differences: [],
    },
  ],
  messages: { sent: 3, delivered: 3, underWay: 0, failed: 0 },
  heldBack: 0,
  paidHomeWei: 10n ** 18n,
  paidAwayWei: 10n ** 14n,
  nativePriceUsd6: 2_000_000_000n,
  halt: { blocksTaken: 2, isOnFallback: true },
}
const [update] = summary.updates
const failures: readonly [what: string, changes: Partial<AcrossSummary>, text: RegExp][] = [
  ['no vector arrived', { updates: [] }, /no vector was in force on local-2/],
  [
    'one is not what its bounds make of it',
    { updates: update ? [Object.assign({}, update, { differences: ['bandPips is 2'] })] : [] },
    /not all as they have to be/,
  ],
  [
    'a message is still under way',
    { messages: { sent: 3, delivered: 2, underWay: 1, failed: 0 } },
    /2 delivered, 1 under way/,
  ],
  ['a message failed', { messages: { sent: 3, delivered: 2, underWay: 0, failed: 1 } }, /1 failed/],
  [
    'the halt did not come',
    { halt: { blocksTaken: undefined, isOnFallback: false } },
    /home's halt never came/,
  ],
  [
    'the halt left a value in force',
    { halt: { blocksTaken: 2, isOnFallback: false } },
    /put local-2 on its fallback/,
  ],
]

describe('listAcrossChecks', () => {
  test('default: all hold', () => {
    expect(listAcrossChecks(summary).map(({ isOk }) => isOk)).toEqual([true, true, true])
  })

  test.each(failures)('behavior: %s, and one check fails', (_, changes, text) => {
    const failed = listAcrossChecks(Object.assign({}, summary, changes)).filter(({ isOk }) => !isOk)
    expect(failed.map((check) => check.text)).toEqual([expect.stringMatching(text)])
  })
})

describe('formatAcrossSummary', () => {
  const format = (of: AcrossSummary) => formatAcrossSummary(of, { color: false, folderArgs: [] })

  test('default: what arrived, what it cost, and every check', () => {
    const text = format(summary)
    expect(text).toContain('Checks across chains: all 3 passed')
    expect(text).toContain('a vector took 84,569 at home and 109,514 to deliver')
    expect(text).toContain('paid $2,000 at home, $0.2 there')
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('behavior: what failed is told with why', () => {
    const [, [, changes]] = failures as [unknown, (typeof failures)[number]]
    const text = format(Object.assign({}, summary, changes))
    expect(text).toContain('Checks across chains: 1 of 3 FAILED')
    expect(text).toContain('- bandPips is 2')
  })
})
