import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatSummary } from '../../../cli/start/formatSummary.ts'
import { formatSummaryJson } from '../../../cli/start/formatSummaryJson.ts'
import type { Summary } from '../../../cli/start/frame.ts'
import { parameterMax } from '../../../core/index.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { sentence, slips } from './support/frames.ts'
import { goodSummary } from './support/summary.ts'

const show = (summary: Summary) => formatSummary(summary, { color: false, folderArgs: [] })
const [ours, control] = goodSummary.vaults as [Summary['vaults'][0], Summary['vaults'][0]]

describe('formatSummary', () => {
  test('default: a run that passed', () => {
    expect(`\n${show(goodSummary)}`).toMatchInlineSnapshot(`
      "
      What happened
      market          Uniswap v3 USDC/WETH 0.05 % on Polygon
                      2023-08-17 20:00 to 22:20 UTC, in 94 s in all
                      140 minutes (131 shared with others), 700 blocks, 512 trades
      history         voters started usual depth and volatility from the record before
                      it, so that \`gimbal replay\` shows the same market
      voted           Bounds for weth-usd: tighten at once, loosen in steps
                      1,000,000 tokens for it, 600,000 on chain, 400,000 by Snapshot
      gas             9,558 gwei at its peak
      aggressiveness  0.55 % a day at first, 0.04 at the tightest, 0.07 at the end
      band            +-1.62 % at first, +-4.61 at the tightest, +-4.08 at the end
      return          +-0.65 % at first, +-0.19 at the tightest, +-0.64 at the end
      lot             0.30 % of the portfolio at first, 3.51 at the tightest, 1.29 at
                      the end
      pushes          14: 9 tightening, 3 loosening, 1 evidence-awaited, 1 heartbeat
                      5 within an epoch that had one, to tighten at once
                      half in the chain within 2 blocks, 0 refused, but paid for
                      6 by replica 2, 5 by replica 1, 3 by replica 3

      vault                                   Gimbal        fixed 1 %
      rebalances                                   2               11
        of these, in the shock                     0                6
      pool fee and impact, $                     812            2,940
      gas, $                                      54           16,312
        of this, in the shock, $                   0           17,031
      mean drift, %                             0.91             0.41
      largest drift, %                          1.84             1.24
      value at the end, $                  9,871,204        9,852,011

      Under the shock Gimbal waited and paid nothing; fixed 1 % paid $17,031 for 6
      rebalances. Over the whole time it was $866 against $19,252. The drift reached
      1.84 % in Gimbal, 1.24 % in fixed 1 %.

      Checks: all 6 passed
      ok      14 of 14 pushes rebuilt from raw headers and logs, none differs
      ok      the core computes the stored values, bit by bit
      ok      the replicas never disagreed
      ok      Gimbal kept its promises
      ok      fixed 1 % kept its promises
      ok      nothing else went wrong

      Try next
        npm run -s gimbal -- verify latest
        npm run -s gimbal -- params get weth-usd
        npm run -s gimbal -- proposals list
        curl -s http://127.0.0.1:9101/metrics
        chain           http://127.0.0.1:8545
        queries         http://127.0.0.1:8000/subgraphs/name/gimbal
        metrics         http://127.0.0.1:9101/metrics
                        http://127.0.0.1:9102/metrics
                        http://127.0.0.1:9103/metrics
        ready           http://127.0.0.1:9101/ready
                        http://127.0.0.1:9102/ready
                        http://127.0.0.1:9103/ready
      "
    `)
  })

  test('behavior: what is pasted from it is there whole', () => {
    const text = show(goodSummary)
    const { rpc, graphql, metrics, ready } = goodSummary.urls
    for (const url of [rpc, graphql, ...metrics, ...ready]) expect(text).toContain(` ${url}\n`)
    for (const args of ['verify latest', 'params get weth-usd', 'proposals list']) {
      expect(text).toContain(`  npm run -s gimbal -- ${args}\n`)
    }
    expect(text).toContain('  curl -s http://127.0.0.1:9101/metrics\n')
  })

  test('behavior: the hints of a run in another folder name it', () => {
    const folderArgs = ['--dir', 'build/my stack']
    const text = formatSummary(goodSummary, { color: false, folderArgs })
    for (const args of ['verify latest', 'params get weth-usd', 'proposals list']) {
      expect(text).toContain(`  npm run -s gimbal -- ${args} --dir 'build/my stack'\n`)
    }
    const long = { color: false, folderArgs: ['--dir', `/tmp/${'long/'.repeat(20)}`] }
    expect(formatSummary(goodSummary, long)).toContain(' -- verify latest --dir \\\n')
  })

  test(
    'behavior: at most 80 columns, and no slip, whatever it is about',
    () => {
      const words = fc.oneof(sentence, fc.string({ unit: 'grapheme' }))
      const counts = fc.dictionary(
        fc.constantFrom('replica 1', 'tightening', 'loosening'),
        fc.nat(),
      )
      const large = fc.bigInt({ min: 0n, max: 2n ** 128n })
      fc.assert(
        fc.property(
          fc.record({ words, counts, count: fc.nat(), large, isPassed: fc.boolean() }),
          fc.array(words),
          ({ words: text, counts: map, count, large: amount, isPassed }, lines) => {
            const vault = {
              name: text,
              rebalances: count,
              rebalancesInShock: count,
              navUsd6: amount,
              tradeCostUsd6: amount,
              gasCostUsd6: amount,
              shockCostUsd6: amount,
              meanDriftPips: amount,
              maxDriftPips: amount,
              brokenPromises: lines,
            }
            const summary: Summary = {
              ...goodSummary,
              isPassed,
              problems: lines,
              disagreements: count,
              vaults: lines.map(() => vault),
              scenario: {
                ...goodSummary.scenario,
                name: text,
                minutes: count,
                sharedMinutes: count,
              },
              governance: { ...goodSummary.governance, title: text, forVotes: amount },
              pushes: { ...goodSummary.pushes, count, byReplica: map, reasons: map, wasted: count },
              values: { ...goodSummary.values, peakBaseFeePerGas: amount, first: parameterMax },
            }
            const shown = show(summary)
            expect(shown).not.toMatch(slips)
            expect(Math.max(...shown.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(
              80,
            )
          },
        ),
        { numRuns: scaled(200), seed: testSeed() },
      )
    },
    scaledTimeout,
  )

  test('behavior: colour changes no character', () => {
    const painted = formatSummary(goodSummary, { color: true, folderArgs: [] })
    expect(painted).toContain('\u001b[')
    expect(stripVTControlCharacters(painted)).toBe(show(goodSummary))
  })

  test('behavior: a sentence says who paid in the shock, for one vault as for two', () => {
    const alone = show({ ...goodSummary, vaults: [control] })
    expect(alone).toContain('Under the shock fixed 1 % paid $17,031 for 6 rebalances.')
    expect(show({ ...goodSummary, vaults: [] })).not.toContain('Under the shock')
    const one = { ...ours, rebalancesInShock: 1, shockCostUsd6: 5_000_000n }
    expect(show({ ...goodSummary, vaults: [one] })).toContain('paid $5 for 1 rebalance.')
  })

  test.each<[string, Partial<Summary>, string]>([
    [
      'a push that differs',
      { pushes: { ...goodSummary.pushes, differing: 1 } },
      '14 of 14 pushes rebuilt from raw headers and logs, 1 differing',
    ],
    [
      'a push that was not rebuilt',
      { pushes: { ...goodSummary.pushes, verified: 13 } },
      '13 of 14 pushes rebuilt from raw headers and logs, 0 differing',
    ],
    [
      'no push',
      { pushes: { ...goodSummary.pushes, count: 0, verified: 0, byReplica: {}, reasons: {} } },
      'no push counted',
    ],
    ['a disagreement', { disagreements: 1 }, 'the replicas disagreed 1 time'],
    [
      'other stored values',
      { values: { ...goodSummary.values, storedEqualsCore: false } },
      'the core computes other values than the stored ones',
    ],
    [
      'a broken promise',
      { vaults: [ours, { ...control, brokenPromises: ['21:46 traded inside its band'] }] },
      'fixed 1 % broke 1 promise\n        - 21:46 traded inside its band',
    ],
    ['a problem', { problems: ['replica 3 ended'] }, '1 problem\n        - replica 3 ended'],
    ['nothing that the checks know', {}, 'the run itself says that it failed'],
  ])('error: a run that failed for %s names the check', (_, part, text) => {
    const shown = show({ ...goodSummary, isPassed: false, ...part })
    expect(shown).toMatch(/^Checks: 1 of \d FAILED$/m)
    expect(shown).toContain(`\nFAILED  ${text}\n`)
    expect(shown.match(/^FAILED /gm)).toHaveLength(1)
  })
})

describe('formatSummaryJson', () => {
  test('default: one line, with everything in it; bigints as decimal text', () => {
    const text = formatSummaryJson(goodSummary)
    expect(text.endsWith('}\n')).toBe(true)
    expect(text.trimEnd()).not.toContain('\n')
    const read = JSON.parse(text)
    expect(Object.keys(read).sort()).toEqual(Object.keys(goodSummary).sort())
    expect(read.governance.proposalId).toBe(String(2n ** 255n))
    expect(read.values.tightest.aggressivenessPips).toBe('3')
    expect(read.vaults[1].shockCostUsd6).toBe('17031000000')
    expect(read.pushes.count).toBe(14)
  })
})
