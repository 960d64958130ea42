import { fitFigure } from '../io/fitFigure.ts'
import { formatScaled } from '../io/formatScaled.ts'
import { fitCount } from './figures.ts'
import { fitName } from './fitText.ts'
import type { PortfolioSummary, PositionSummary } from './frame.ts'
import { countOf } from './listChecks.ts'

const LABEL = 27
const VAULT = 15

type Row = readonly [label: string, format: (vault: PositionSummary) => string]

const dollars = (read: (vault: PositionSummary) => bigint) => (vault: PositionSummary) =>
  fitFigure(read(vault), 1e6, 0, VAULT)

/** Our vault and its twins side by side. */
export function tabulatePositions(vaults: readonly PositionSummary[]): string[] {
  const kinds = [...new Set(vaults.flatMap(({ acts }) => Object.keys(acts)))]
  const earned = [...new Set(vaults.flatMap(({ earnings }) => earnings.map(({ name }) => name)))]
  const rows: readonly Row[] = [
    ...kinds.map((kind): Row => [`acts: ${kind}`, ({ acts }) => fitCount(acts[kind] ?? 0, VAULT)]),
    ['fees and impact, $', dollars(({ costUsd6 }) => costUsd6)],
    ['gas, $', dollars(({ gasUsd6 }) => gasUsd6)],
    ['risk carried, $', dollars(({ riskUsd6 }) => riskUsd6)],
    ['J: all of these, $', dollars(({ jUsd6 }) => jUsd6)],
    ['  in bp of the start', ({ jPips }) => fitFigure(jPips, 100, 2, VAULT)],
    ['tracking error, %', ({ trackingErrorPips }) => fitFigure(trackingErrorPips, 1e4, 2, VAULT)],
    ['largest drift, %', ({ maxDriftPips }) => fitFigure(maxDriftPips, 1e4, 2, VAULT)],
    ['liquidations', ({ liquidations }) => fitCount(liquidations, VAULT)],
    ...earned.map((name): Row => [`${name}, $`, dollars((vault) => findEarned(vault, name))]),
    ['value at the end, $', dollars(({ endUsd6 }) => endUsd6)],
    ['result after gas, $', dollars(({ resultUsd6 }) => resultUsd6)],
  ]
  const join = (label: string, cells: readonly string[]) =>
    `${label.padEnd(LABEL)}${cells.map((cell) => ` ${cell}`).join('')}`.trimEnd()
  return [
    join(
      'vault',
      vaults.map(({ name }) => fitName(name, VAULT).trim().padStart(VAULT)),
    ),
    ...rows.map(([label, format]) => join(label, vaults.map(format))),
  ]
}

/** What the vaults are, what was paid and what was risked, in words: a paragraph each. */
export function describePositions({
  portfolio,
  vaults,
  riskAversionE4,
}: PortfolioSummary): string[] {
  const gamma = formatScaled(riskAversionE4, 1e4, 0)
  const ranked = vaults.toSorted((a, b) => Number(a.jUsd6 - b.jUsd6))
  return [
    `The portfolio: ${portfolio.title}. All three began alike, with the same money, and the market is measured on the first.`,
    ...portfolio.vaults.map(({ name, text }) => `${name}: ${text}.`),
    `What was paid: ${vaults.map(describeCost).join('; ')}.`,
    'What was risked: to hold another exposure than wanted while the price moved. It is counted as gamma / 2 times drift squared times ' +
      `the realised variance, block by block, with the voted gamma of ${gamma}: ` +
      `${vaults.map(({ name, riskUsd6 }) => `${name} $${usd(riskUsd6)}`).join(', ')}.`,
    `J, cost and risk together, is what a rule is judged by; less is better: ${ranked.map(describeJ).join(', ')}.`,
    'One day proves nothing about a policy: `gimbal backtest` tries one on many.',
  ]
}

function describeCost({ name, acts, costUsd6, gasUsd6 }: PositionSummary): string {
  const count = Object.values(acts).reduce((sum, one) => sum + one, 0)
  if (count === 0 && gasUsd6 === 0n) return `${name} did nothing and paid nothing`
  return (
    `${name} $${usd(costUsd6 + gasUsd6)} for ${countOf(count, 'act', 'acts')} ` +
    `($${usd(costUsd6)} to venues and by price impact, $${usd(gasUsd6)} for gas)`
  )
}

function describeJ({ name, jUsd6, jPips }: PositionSummary): string {
  return `${name} $${usd(jUsd6)} (${formatScaled(jPips, 100, 2)} bp)`
}

function findEarned({ earnings }: PositionSummary, name: string): bigint {
  return earnings.find((one) => one.name === name)?.usd6 ?? 0n
}

function usd(usd6: bigint): string {
  return formatScaled(usd6, 1e6, 0)
}
