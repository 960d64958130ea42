import { stripVTControlCharacters } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFrame } from '../../../cli/start/formatFrame.ts'
import type { Frame } from '../../../cli/start/frame.ts'
import { parameterMax } from '../../../core/index.ts'
import { scaled, scaledTimeout, testSeed } from '../../generators/random.ts'
import { anyFrame, calmFrame, shockFrame, slips } from './support/frames.ts'

const plain = { columns: 80, color: false }
const show = (frame: Frame) => `\n${formatFrame(frame, plain).join('\n')}\n`
const level = (text = '') => '▁▂▃▄▅▆▇█'.indexOf(text)
const random = { numRuns: scaled(300), seed: testSeed() }

describe('formatFrame', () => {
  test('default: a calm market', () => {
    expect(show(calmFrame)).toMatchInlineSnapshot(`
      "
       Gimbal         Active                       2023-08-17, 20:00 to 22:20 UTC
       time              21:30 UTC   ━━━━━━━━━━━━━━━━━━━━━━━━━━─────────────── 22:20
       gas                  53 gwei  ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▃▃▃▂▂▂▂▂▂▂               10–10k
       aggressiveness     0.55 %/day █████████████████▇▇▇▇▇▇▇▇▇▇               0.01–1
       band             +-1.62 %     ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▃▃▃▂▂▂▂▂▂▂               1–10
       depth             $32.5 M     ether   $1,716    block       640

                    aggressiveness   band return    lot max trade interval  CPPI guard
                             %/day   +- %   +- %      %        $k     days     x     %
       ● in force             0.55   1.62   0.65   0.30       163     37.1  48.6  2.83
       ○ model asks           0.60   1.62   0.65   0.30       163     37.1  48.6  2.83
       voted bounds 0 ├┄────────────────●○────────────────────────┤ 144.00 %/day (log)

       pushes                9   last at 21:20 by replica 2 in 2 blocks: loosening
       replica        state     signed pushes  last decision
       replica 1      ready         12      5  hold: epoch-counted
       replica 2      ready          9      3  hold: within-dead-band
       replica 3      starting       0      1

       vault               value $  drift %  band %  rebalances  fee+impact $    gas $
       Gimbal           10,004,310     0.44    1.62           1           812       27
       fixed 1 %        10,003,902     0.31    1.00           3         1,240       81
      "
    `)
  })

  test('default: the shock', () => {
    expect(show(shockFrame)).toMatchInlineSnapshot(`
      "
       Gimbal         Active                       2023-08-17, 20:00 to 22:20 UTC
       time              21:48 UTC   ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━───────── 22:20
       gas               7,069 gwei  ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▃▃▃▂▂▂▂▂▂▂▂▂▅▅█          10–10k
       aggressiveness     0.07 %/day █████████████████▇▇▇▇▇▇▇▇▇▇▇▇▆▆▄          0.01–1
       band             +-4.08 %     ▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▂▃▃▃▂▂▂▂▂▂▂▂▂▄▄▅          1–10
       depth             $22.3 M     ether   $1,714    block       730

                    aggressiveness   band return    lot max trade interval  CPPI guard
                             %/day   +- %   +- %      %        $k     days     x     %
       ● in force             0.07   4.08   0.64   1.29       130    279.4  48.6  3.34
       ○ model asks           0.04   4.61   0.19   3.51       112    356.8  48.6  3.84
       voted bounds 0 ├┄─────○─●──────────────────────────────────┤ 144.00 %/day (log)

       pushes               12   last at 21:46 by replica 1 in 1 block: tightening
       replica        state     signed pushes  last decision
       replica 1      ready         13      7  push: tightening
       replica 2      ready         11      4  push: tightening
       replica 3      not ready      8      1  hold: the observation is 1260 s old, …

       vault               value $  drift %  band %  rebalances  fee+impact $    gas $
       Gimbal           10,004,310     1.12    4.08           1           812       27
       fixed 1 %        10,003,902     1.04    1.00           9         1,240   16,312
      "
    `)
  })

  test(
    'behavior: any frame fits into 24 lines of 80 columns, in characters of one column',
    () => {
      fc.assert(
        fc.property(anyFrame, fc.boolean(), (frame, color) => {
          const lines = formatFrame(frame, { columns: 80, color }).map(stripVTControlCharacters)
          expect(lines.length).toBeLessThanOrEqual(24)
          for (const line of lines) {
            expect(line.length).toBeLessThanOrEqual(80)
            expect(line).toMatch(/^[\x20-\x7e\u00a1-\u00ff▁▂▃▄▅▆▇█━─├┤┄●○◆…–]*$/)
            expect(line).toBe(line.trimEnd())
          }
        }),
        random,
      )
    },
    scaledTimeout,
  )

  test(
    'behavior: no slip gets into the text, whatever is missing',
    () => {
      const bare: Frame = {
        ...calmFrame,
        depthUsd6: undefined,
        target: undefined,
        lastPush: undefined,
        epochSec: 0n,
        fromAt: 0n,
        toAt: 0n,
        at: 0n,
        history: [],
        replicas: [],
        vaults: [],
        values: parameterMax,
        min: parameterMax,
        max: parameterMax,
        status: 'Unknown',
      }
      expect(show(bare)).not.toMatch(slips)
      expect(show(bare)).toContain('none yet')
      fc.assert(
        fc.property(anyFrame, (frame) => {
          expect(show(frame)).not.toMatch(slips)
        }),
        random,
      )
    },
    scaledTimeout,
  )

  test(
    'behavior: a narrower terminal gets fewer items, never part of a number',
    () => {
      const numbers = (lines: readonly string[]) =>
        lines.flatMap((line) => line.split(/[ ─├┤┄●○◆]+/).filter((word) => /\d/.test(word)))
      fc.assert(
        fc.property(
          fc.oneof(fc.constantFrom(calmFrame, shockFrame), anyFrame),
          fc.integer({ min: 1, max: 130 }),
          (frame, columns) => {
            const lines = formatFrame(frame, { columns, color: false })
            expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns)
            const whole = new Set([
              ...numbers(formatFrame(frame, { columns: 1_000, color: false })),
              // Of the last line, which names what is missing.
              '80',
              '24',
            ])
            expect(numbers(lines).filter((word) => !whole.has(word))).toEqual([])
          },
        ),
        random,
      )
    },
    scaledTimeout,
  )

  test('behavior: nothing jumps when figures change', () => {
    const grid = (frame: Frame) =>
      formatFrame(frame, plain).map((line) =>
        ['gwei', '%/day', ' UTC', 'ether', 'block ', 'last at', 'ready', '├', '┤', ' $'].map(
          (word) => line.indexOf(word),
        ),
      )
    const calm = grid(calmFrame)
    const loose = { ...calmFrame.values, aggressivenessPips: 1_000_000n, bandPips: 1_000_000n }
    for (const frame of [
      { ...shockFrame, replicas: calmFrame.replicas },
      { ...calmFrame, baseFeePerGas: 99_999_000_000_000n, nativePriceUsd6: 100_000_000_000n },
      { ...calmFrame, baseFeePerGas: 7_000_000n, blockNumber: 19_999_999n, pushes: 12_345 },
      { ...calmFrame, values: loose, target: loose },
    ]) {
      expect(grid(frame)).toEqual(calm)
    }
  })

  test('behavior: the figures say what the replay says', () => {
    const text = show({ ...shockFrame, values: shockFrame.target ?? shockFrame.values })
    for (const figure of [
      '7,069 gwei',
      '0.04 %/day',
      '+-4.61 %',
      '0.19',
      '3.51',
      '$22.3 M',
      '356.8',
      '48.6',
      '3.84',
    ]) {
      expect(text).toContain(figure)
    }
  })

  test('behavior: the mark and the chart move down with aggressiveness, the chart of gas up', () => {
    const lines = (frame: Frame) => formatFrame(frame, plain)
    const mark = (frame: Frame) =>
      lines(frame)
        .find((line) => line.includes('├'))
        ?.indexOf('●')
    expect(mark(shockFrame)).toBeLessThan(mark(calmFrame) as number)
    const last = (frame: Frame, name: string) =>
      lines(frame)
        .find((line) => line.startsWith(` ${name} `))
        ?.match(/[▁-█]+/)?.[0]
        .at(-1)
    const steps = (name: string) => level(last(shockFrame, name)) - level(last(calmFrame, name))
    expect(steps('gas')).toBeGreaterThan(3)
    expect(steps('aggressiveness')).toBeLessThan(-2)
  })

  test('behavior: colour changes no character, and is not there unless asked for', () => {
    for (const frame of [calmFrame, shockFrame]) {
      const painted = formatFrame(frame, { columns: 80, color: true })
      expect(painted.join('')).toContain('\u001b[')
      expect(formatFrame(frame, plain).join('')).not.toContain('\u001b')
      expect(painted.map((line) => stripVTControlCharacters(line).trimEnd())).toEqual(
        formatFrame(frame, plain),
      )
    }
  })

  test.each([
    ['Unknown', 'no value yet'],
    ['Stale', 'the fallback counts'],
    ['Halted', 'the fallback counts'],
    ['Fallback', 'set by the guardian'],
  ] as const)('error: a market that is %s says so in words', (status, words) => {
    expect(show({ ...calmFrame, status })).toContain(`${status}: ${words}`)
  })

  test.each([
    [60, 24, ['day', 'block', 'interval', 'CPPI', 'guard', 'fee+impact $', 'gas $']],
    [80, 16, ['replicas', 'vaults']],
    [60, 16, ['day', 'block', 'interval', 'CPPI', 'guard', 'replicas', 'vaults']],
    [80, 18, ['vaults']],
    [40, 5, ['day', 'market', 'parameters', 'pushes', 'replicas', 'vaults']],
  ])(
    'behavior: %d columns and %d rows say what they have no room for',
    (columns, rows, missing) => {
      const lines = formatFrame(shockFrame, { columns, rows, color: false })
      expect(lines.length).toBeLessThanOrEqual(rows - 1)
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns)
      const text = lines.join(' ').replaceAll(/ +/g, ' ')
      const [, notice] = text.split('80 columns and 24 rows show all; no room for: ')
      expect(notice?.split(', ')).toEqual(missing)
    },
  )

  test('behavior: nothing is missing at 80 columns and 23 rows, and no cell vanishes unnamed', () => {
    const whole = formatFrame(shockFrame, plain)
    expect(formatFrame(shockFrame, { ...plain, rows: 23 })).toEqual(whole)
    for (let columns = 30; columns < 80; columns += 1) {
      const text = formatFrame(shockFrame, { columns, color: false })
        .join(' ')
        .replaceAll(/ +/g, ' ')
      for (const word of [
        'return',
        'lot',
        'max trade',
        'interval',
        'CPPI',
        'guard',
        'rebalances',
        'gas $',
        'block',
      ]) {
        expect(text).toContain(word)
      }
    }
  })

  test('behavior: four vaults are shown on a terminal of 80 columns and 24 rows, more are counted', () => {
    const [vault] = calmFrame.vaults as [Frame['vaults'][0]]
    const name = (index: number) => ({ ...vault, name: `vault ${index}` })
    const four = { ...calmFrame, vaults: [0, 1, 2, 3].map(name) }
    const lines = formatFrame(four, { ...plain, rows: 24 })
    expect(lines.length).toBeLessThanOrEqual(23)
    expect(lines.at(-1)).toMatch(/^ vault 3 /)
    expect(lines.join('\n')).not.toContain('no room')
    const six = { ...calmFrame, vaults: [0, 1, 2, 3, 4, 5].map(name) }
    expect(formatFrame(six, plain).at(-1)).toBe(' and 2 more vaults')
  })

  test('P-185 behavior: the proven market stands between what is in force and what the model asks for', () => {
    const values = { ...calmFrame.values, bandPips: 17_300n }
    const lines = formatFrame({ ...calmFrame, proven: values }, plain)
    const at = lines.findIndex((line) => line.startsWith(' ◆ proven'))
    expect(lines[at]).toContain(' 1.73 ')
    expect([lines[at - 1], lines[at + 1]]).toEqual([
      expect.stringMatching(/^ ● in force/),
      expect.stringMatching(/^ ○ model asks/),
    ])
    // As many lines as without it.
    expect(lines).toHaveLength(formatFrame(calmFrame, plain).length)
  })

  test('error: more replicas than there is room for leave the vaults where they are', () => {
    const replicas = Array(9).fill(calmFrame.replicas[0])
    const lines = formatFrame({ ...calmFrame, replicas }, plain)
    expect(lines).toHaveLength(24)
    expect(lines).toContain(' and 5 more replicas')
    expect(lines.at(-1)).toMatch(/^ fixed 1 % /)
  })
})
