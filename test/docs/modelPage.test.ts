import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { defaultNavUsd6, defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { evaluateRecording, type ReplayRow } from '../../backtest/evaluateRecording.ts'
import {
  loadCore,
  type Observation,
  observationFields,
  type ParameterField,
  type Policy,
  type PolicyField,
  parameterFields,
  policyFields,
} from '../../core/index.ts'
import { plotModel } from '../../scripts/plotModel.ts'
import { MARKET_DAY_AT } from '../market/support/createRecording.ts'
import { shippedRecording } from '../stack/support/shippedRecording.ts'

// docs/model.md promises numbers and directions: here they are computed again.

const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const page = read('docs/model.md')
/** The same on one line, for sentences that the page breaks. */
const prose = page.replaceAll(/\s+/g, ' ')
const core = await loadCore()

/** Cells of the rows of all tables whose first cell is a field's name. */
const tableRows = page
  .split('\n')
  .filter((line) => /^\| `\w+` \|/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

const cellsOf = (field: string): string[] => {
  const row = tableRows.find(([name]) => name === `\`${field}\``)
  if (row === undefined) throw new Error(`docs/model.md has no row for ${field}`)
  return row
}

/** The rows of the policy's table have five cells; `curvaturePips` has a row in two tables. */
const cellsOfPolicy = (field: PolicyField): string[] => {
  const row = tableRows.find((cells) => cells[0] === `\`${field}\`` && cells.length === 5)
  if (row === undefined) throw new Error(`docs/model.md has no policy row for ${field}`)
  return row
}

/** How the page calls a change, and which way the number goes. */
const words: Record<string, [field: ParameterField, sign: number]> = {
  'aggressiveness higher': ['aggressivenessPips', 1],
  'aggressiveness lower': ['aggressivenessPips', -1],
  'band wider': ['bandPips', 1],
  'band narrower': ['bandPips', -1],
  'largest trade larger': ['maxTradeUsd', 1],
  'interval longer': ['intervalSec', 1],
  'interval shorter': ['intervalSec', -1],
  'multiplier higher': ['cppiMultiplierE3', 1],
  'multiplier lower': ['cppiMultiplierE3', -1],
  'guard earlier': ['guardPips', 1],
  'guard later': ['guardPips', -1],
  'lot larger': ['lotPips', 1],
  'lot smaller': ['lotPips', -1],
  'return higher': ['returnPips', 1],
  'return lower': ['returnPips', -1],
}

// Busy blocks, a thin pool, and a day as epoch, so that no output is a handful of units.
const busy: Observation = {
  baseFeePerGas: 50_000_000_000n,
  gasUsedRatioPips: 800_000n,
  nativePriceUsd6: 1_700_000_000n,
  depthUsd6: 30_000_000_000_000n,
  depthRefUsd6: 120_000_000_000_000n,
  varianceWad: 33_000_000_000_000_000n,
  // Small beside the pool: the lot is then the way from the band to the return line.
  navUsd6: 1_000_000_000_000n,
  dataFeeWei: 0n,
  curvaturePips: 0n,
  horizonSec: 0n,
}
const basePolicy: Policy = { ...defaultPolicy, epochSec: 86_400n }

function computeSigns(
  before: { observation: Observation; policy: Policy },
  after: { observation: Observation; policy: Policy },
): Record<string, number> {
  const old = core.evaluate(before.observation, before.policy)
  const changed = core.evaluate(after.observation, after.policy)
  return Object.fromEntries(
    parameterFields.map((field) => [field, Math.sign(Number(changed[field] - old[field]))]),
  )
}

describe('docs/model.md', () => {
  test('behavior: every field has its row', () => {
    const names = [...observationFields, ...policyFields, ...parameterFields]
    expect(tableRows.map(([name]) => name?.replaceAll('`', '')).sort()).toEqual([...names].sort())
  })

  test.each([...policyFields])('behavior: domain and example of %s', (field) => {
    const [, domain, example] = cellsOfPolicy(field)
    const { min, max } = core.domain.policy[field]
    expect(domain).toBe(`${min} to ${max}`)
    expect(example).toBe(`${defaultPolicy[field]}`)
  })

  /** Small numbers beside large ones are raised by more, or rounding would hide what they do. */
  const raise = (policy: Policy, field: PolicyField): bigint => {
    if (field === 'priorityFeePerGas') return 100n * policy[field]
    if (field === 'executionDelaySec') return 50n * policy[field]
    if (field === 'gasTargetPips') return 600_000n
    if (field === 'txBytes') return 1_000n
    return 2n * policy[field]
  }
  test.each([...policyFields])('behavior: what raising %s makes', (field) => {
    const claim = cellsOfPolicy(field)[4] ?? ''
    const claims = claim === 'nothing' ? [] : claim.replace(/^.*: /, '').split(', ')
    const unchanged = Object.fromEntries(parameterFields.map((name) => [name, 0]))
    const expected = Object.fromEntries(claims.map((text) => words[text] ?? [text, Number.NaN]))
    const isTold = claim.startsWith('told: ')
    const observation = isTold ? { ...busy, curvaturePips: 100_000_000n } : busy
    const policy = isTold ? { ...basePolicy, curvatureCapPips: 200_000n } : basePolicy
    const before = { observation, policy }
    const after = { observation, policy: { ...policy, [field]: raise(policy, field) } }
    expect(computeSigns(before, after)).toEqual({ ...unchanged, ...expected })
  })

  test('behavior: busy and thin are needed where the page says so', () => {
    const still = Object.fromEntries(parameterFields.map((name) => [name, 0]))
    const calm = { ...busy, gasUsedRatioPips: 500_000n, depthUsd6: busy.depthRefUsd6 }
    const conditions = [
      ['inclusionBlocks', 'busy'],
      ['gasTargetPips', 'busy'],
      ['baseFeeDenominator', 'busy'],
      ['viscosityE4', 'thin'],
      ['curvatureCapPips', 'told'],
    ] as const
    const before = { observation: calm, policy: basePolicy }
    for (const [field, condition] of conditions) {
      expect(cellsOfPolicy(field)[4]).toMatch(new RegExp(`^${condition}: `))
      const policy = { ...basePolicy, [field]: raise(basePolicy, field) }
      expect(computeSigns(before, { observation: calm, policy })).toEqual(still)
    }
  })

  const moves: [title: string, column: number, after: Partial<Observation>][] = [
    ['congestion up', 2, { baseFeePerGas: 2n * busy.baseFeePerGas, gasUsedRatioPips: 900_000n }],
    ['depth down', 3, { depthUsd6: busy.depthUsd6 / 2n }],
    ['variance up', 4, { varianceWad: 2n * busy.varianceWad }],
    ['portfolio up', 5, { navUsd6: 2n * busy.navUsd6 }],
    ['curvature up', 6, { curvaturePips: 500_000n }],
  ]
  test.each(moves)('behavior: directions with %s', (title, column, after) => {
    expect(page).toMatch(
      /congestion up \| depth down \| variance up \| portfolio up \| curvature up/,
    )
    const before = { observation: busy, policy: basePolicy }
    const signs = computeSigns(before, { observation: { ...busy, ...after }, policy: basePolicy })
    const senses: Record<string, number> = {
      higher: 1,
      wider: 1,
      longer: 1,
      earlier: 1,
      same: 0,
      lower: -1,
      narrower: -1,
      larger: 1,
      smaller: -1,
      shorter: -1,
    }
    for (const field of parameterFields) {
      const cell = cellsOf(field)[column] ?? ''
      if (cell === '-') continue
      expect(senses[cell], `${field} with ${title}`).toBe(signs[field])
    }
  })

  test('behavior: the figures of viscosity', () => {
    const dear = (share: number): string => {
      const kappa = Number(defaultPolicy.viscosityE4) / 1e4
      return `${Number((2 ** (kappa * (1 / share - 1))).toPrecision(3))}`
    }
    expect(prose).toContain(
      `${dear(1 / 2)} times at a half, ${dear(1 / 3)} times at a third, ${dear(1 / 10)} times at a tenth`,
    )
  })

  test('behavior: the worked example is the recorded day', () => {
    const rows = evaluateRecording(core, shippedRecording, defaultPolicy, defaultNavUsd6)
    const columns = [3 * 60 + 30, 7 * 60 + 22].map((minute) => {
      const time = MARKET_DAY_AT + BigInt(minute) * 60n
      return describeRow(rows.find(({ at }) => at === time) as ReplayRow)
    })
    for (const title of Object.keys(columns[0] ?? {})) {
      expect(page).toContain(`| ${title} | ${columns.map((column) => column[title]).join(' | ')} |`)
    }
    const [cheapGas, dearGas] = columns.map((column) => column['gas of one rebalance'])
    expect(prose).toContain(`At 03:30 that is ${cheapGas}; at 07:22,`)
    expect(prose).toContain(`the transaction waits, ${dearGas}.`)
    const [calm, dear] = columns.map((column) => column['**band**, either side of 50 %'] ?? '')
    const within = (band: string) =>
      [50 - Number.parseFloat(band), 50 + Number.parseFloat(band)].map((edge) => edge.toFixed(2))
    const [low, high] = within(calm ?? '')
    expect(prose).toContain(`left alone from ${low} % to ${high} % ether`)
    const returns = within(columns[0]?.['**return**, either side of 50 %'] ?? '')
    expect(prose).toContain(`comes back to ${returns.join(' % or ')} %`)
    expect(prose).toContain(`from ${within(dear ?? '').join(' % to ')} %`)
    const times = Number.parseFloat(dear ?? '') / Number.parseFloat(calm ?? '')
    expect(prose).toContain(`the band ${times.toFixed(1)} times as wide`)
  })

  test('behavior: the plots are what the core draws', () => {
    for (const [name, svg] of Object.entries(plotModel(core))) {
      expect(read(`docs/${name}`)).toBe(svg)
      expect(page).toContain(`](${name})`)
    }
  })
})

/** The rows of the worked example, by their titles. */
function describeRow({ observation: o, target }: ReplayRow): Record<string, string> {
  const group = (value: number, decimals = 0): string =>
    value.toLocaleString('en-US', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })
  const share = (pips: bigint, decimals: number) => `${(Number(pips) / 1e4).toFixed(decimals)} %`
  const millions = (usd6: bigint) => (Number(usd6) / 1e12).toFixed(1)
  const p = defaultPolicy
  const used = Number(o.gasUsedRatioPips) / 1e6
  const excess = Math.max(0, used / (Number(p.gasTargetPips) / 1e6) - 1)
  const stretch = (1 + excess / Number(p.baseFeeDenominator)) ** Number(p.inclusionBlocks)
  const feePerGas = Number(o.baseFeePerGas) * stretch + Number(p.priorityFeePerGas)
  const gasUsd = (Number(p.gasUnits) * feePerGas * Number(o.nativePriceUsd6)) / 1e24
  const thin = Number(o.depthRefUsd6) / Number(o.depthUsd6) - 1
  const perDay = (Number(target.aggressivenessPips) * 86_400) / Number(p.epochSec) / 1e4
  return {
    'gas price, gwei': group(Number(o.baseFeePerGas) / 1e9, 1),
    'blocks used': share(o.gasUsedRatioPips, 1),
    'depth, $M (usual)': `${millions(o.depthUsd6)} (${millions(o.depthRefUsd6)})`,
    'volatility a year': `${(Math.sqrt(Number(o.varianceWad) / 1e18) * 100).toFixed(1)} %`,
    'gas of one rebalance': `$${group(gasUsd)}`,
    'factor on trading costs because the pool is thin': (
      2 **
      ((Number(p.viscosityE4) / 1e4) * thin)
    ).toFixed(2),
    '**aggressiveness**, excess closed per epoch': share(target.aggressivenessPips, 4),
    'the same a day': `${perDay.toFixed(2)} %`,
    '**band**, either side of 50 %': share(target.bandPips, 2),
    '**return**, either side of 50 %': share(target.returnPips, 2),
    '**lot**': `$${group((Number(target.lotPips) * Number(o.navUsd6)) / 1e12)}`,
    '**largest trade**': `$${group(Number(target.maxTradeUsd))}`,
    '**interval**': `${(Number(target.intervalSec) / 86_400).toFixed(1)} days`,
    '**CPPI multiplier**': (Number(target.cppiMultiplierE3) / 1e3).toFixed(1),
    '**guard**': share(target.guardPips, 2),
  }
}
