import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatSummary } from '../../../cli/start/formatSummary.ts'
import { formatSummaryJson } from '../../../cli/start/formatSummaryJson.ts'
import type { SideBySide, Summary } from '../../../cli/start/frame.ts'
import { parameterMax } from '../../../core/index.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { sentence, slips } from './support/frames.ts'
import { goodSummary } from './support/summary.ts'

const show = (summary: Summary) => formatSummary(summary, { color: false, folderArgs: [] })
const [ours, control] = goodSummary.vaults as [Summary['vaults'][0], Summary['vaults'][0]]

function withProven(part: Partial<SideBySide['proven']>): SideBySide {
  const { sideBySide } = goodSummary
  return { ...sideBySide, proven: { ...sideBySide.proven, ...part } }
}

describe('formatSummary', () => {
  test('default: a run that passed', () => {
    expect(`\n${show(goodSummary)}`).toMatchInlineSnapshot(`
      "
      Look at it in a browser
        http://127.0.0.1:4462/

      What happened
      market          Ethereum mainnet, 2022-05-12
                      base fees and prices of public markets
                      2023-08-17 20:00 to 22:20 UTC, vaults could trade from 20:35 on;
                      in 94 s in all
                      700 blocks, each at its recorded time with its gas price and gas
                      used; 140 changes of the pool (31 shared with others)
      history         voters started usual depth and volatility from the days before,
                      so that \`npm run -s gimbal -- replay\` shows the same market
      voted           Bounds for weth-usd: tighten at once, loosen in steps
                      1,000,000 tokens for it, 600,000 on chain, 400,000 by Snapshot
      gas             9,558 gwei at its peak, rising from 21:34 on
      aggressiveness  0.55 % a day at 21:34, 0.04 at the tightest, 0.07 at the end
      band            +-1.62 % at 21:34, +-4.61 at the tightest, +-4.08 at the end
      return          +-0.65 % at 21:34, +-0.19 at the tightest, +-0.64 at the end
      lot             0.30 % of the portfolio at 21:34, 3.51 at the tightest, 1.29 at
                      the end
      pushes          14: 9 tightening, 3 loosening, 1 evidence-awaited, 1 heartbeat
                      5 within an epoch that had one, to tighten at once
                      half in the chain within 2 blocks, 0 refused, but paid for
                      6 by replica 2, 5 by replica 1, 3 by replica 3

      vault                           Gimbal          hold
      trades                               1             0
      pool fee, $                        556             0
      price impact, $                    219             0
      gas, $                             131             0
      risk carried, $                    998         2,301
      J: all of these, $               1,904         2,301
        in bp of the start              1.90          2.30
      mean drift, %                     1.42          2.35
      largest drift, %                  3.83          4.16
      value at the end, $          9,617,958     9,605,918
        less gas, $                9,617,827     9,605,918

      What was paid: Gimbal $906 for 1 trade ($556 to the pool, $219 by price impact,
      $131 for gas); hold did not trade and paid nothing.

      What was risked: to be away from the target while the price moved. It is counted
      as gamma / 2 times drift squared times the realised variance, block by block,
      with the voted gamma of 50: Gimbal $998, hold $2,301.

      J, cost and risk together, is what a rule is judged by; less is better: Gimbal
      $1,904 (1.90 bp), hold $2,301 (2.30 bp).

      Value at the end. After gas, Gimbal ends $11,909 above hold: +$13,015 by price
      move times drift, -$906 by costs, -$200 by what each earned on its target.

      Price move times drift is luck: it depends on where the drift happened to stand
      when the price turned, which nobody knows before. Had the price gone the other
      way, its sign would be the other. One day proves nothing about a policy: \`npm
      run -s gimbal -- backtest\` tries one on many.

      proven against signed       model asks                    in force
                                    median %       worst %      median %       worst %
      aggressiveness                    0.00          0.00          0.00          0.00
      band                              0.10         -1.10          0.30         -3.30
      max trade                         0.20         +1.40          0.60         +4.20
      interval                          0.30         -3.30          0.90         -9.90
      CPPI                              0.40         +2.80          1.20         +8.40
      guard                             0.50         -5.50          1.50        -16.50
      lot                               0.60         +4.20          1.80        +12.60
      return                            0.70         -7.70          2.10        -23.10

      Signed and proven: weth-usd-proven has the policy, bounds and pool of weth-usd,
      but nobody signs. Its only reporter, voted in too, is a contract that measures
      for itself when a prover has it push. "Model asks" compares 16 proven pushes
      with what the index measured of the same end, "in force" what readers of both
      got in 650 blocks: there the moments of the pushes count too. Worst: + if the
      proven one was higher.

      What evidence cost: 14 pushes that two of three signed, 99,187 gas each
      (median), $12,345 in all; 16 pushes that nobody signed, 170,900 gas each
      (median), $23,456 in all, and 1 more refused, but paid for.

      Checks: all 7 passed
      ok      14 of 14 pushes rebuilt from raw headers and logs, none differs
      ok      16 of 16 proven pushes measured again, none differs
      ok      the core computes the stored values, bit by bit
      ok      the replicas never disagreed
      ok      Gimbal kept its promises
      ok      hold kept its promises
      ok      nothing else went wrong

      Try next
        npm run -s gimbal -- verify latest
        npm run -s gimbal -- params get weth-usd
        npm run -s gimbal -- params get weth-usd-proven
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
              feeUsd6: amount,
              impactUsd6: -amount,
              gasUsd6: amount,
              riskUsd6: amount,
              jUsd6: amount,
              jPips: amount,
              startUsd6: amount,
              endUsd6: amount,
              targetEarnedUsd6: -amount,
              driftEarnedUsd6: amount,
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
              replayed: {
                ...goodSummary.replayed,
                title: text,
                source: text,
                rows: count,
                sharedRows: count,
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

  test('behavior: what was paid and risked adds up, and the difference in value has its reasons', () => {
    const text = show(goodSummary).replaceAll(/\s+/g, ' ')
    expect(text).toContain(
      'Gimbal $906 for 1 trade ($556 to the pool, $219 by price impact, $131 for gas); hold did not trade and paid nothing.',
    )
    expect(text).toContain('less is better: Gimbal $1,904 (1.90 bp), hold $2,301 (2.30 bp).')
    // 9,617,958 - 131 - 9,605,918 = 11,909 = 13,015 - 906 - 200.
    expect(text).toContain(
      'After gas, Gimbal ends $11,909 above hold: +$13,015 by price move times drift, -$906 by costs, -$200 by what each',
    )
    expect(text).toContain('Price move times drift is luck')
    const lucky = { ...control, endUsd6: 9_700_000_000_000n }
    expect(show({ ...goodSummary, vaults: [ours, lucky] })).toContain('ends $82,173 below hold')
  })

  test('P-185 behavior: how far apart signed and proven values were, and what each cost', () => {
    const shown = show(goodSummary)
    expect(shown).toMatch(/^guard +0\.50 +-5\.50 +1\.50 +-16\.50$/m)
    const text = shown.replaceAll(/\s+/g, ' ')
    expect(text).toContain(
      '14 pushes that two of three signed, 99,187 gas each (median), $12,345 in all; 16 pushes that nobody signed, ' +
        '170,900 gas each (median), $23,456 in all, and 1 more refused, but paid for.',
    )
    const none = show({ ...goodSummary, sideBySide: withProven({ pushes: 0 }) })
    expect(none).toContain('nothing was pushed for weth-usd-proven')
  })

  test('behavior: one vault is compared with none, and none with nothing', () => {
    const alone = show({ ...goodSummary, vaults: [ours] })
    expect(alone).toContain('What was paid: Gimbal $906')
    expect(alone).not.toContain('After gas')
    expect(show({ ...goodSummary, vaults: [] })).not.toContain('What was')
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
      'hold broke 1 promise\n        - 21:46 traded inside its band',
    ],
    [
      'a proven push that differs',
      { sideBySide: withProven({ differing: 1 }) },
      '16 of 16 proven pushes measured again, 1 differing',
    ],
    [
      'no proven push',
      { sideBySide: withProven({ pushes: 0, verified: 0, medianGas: undefined }) },
      'no proven push counted',
    ],
    [
      'other stored values of the proven market',
      { sideBySide: { ...goodSummary.sideBySide, storedEqualsCore: false } },
      'the core computes other values than the stored ones of the proven market',
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
    expect(read.vaults[1].riskUsd6).toBe('2301000000')
    expect(read.pushes.count).toBe(14)
  })
})
