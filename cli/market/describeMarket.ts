import { showText } from '../../core/index.ts'
import { checkMarket } from '../../market/check/checkMarket.ts'
import { listFigures } from '../../market/check/figureLines.ts'
import { showCount } from '../../market/check/showCount.ts'
import type { Manifest } from '../../market/manifest.ts'
import { printJson, printText } from '../io/print.ts'
import { getColumns } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { findRange, formatFigures } from './formatFigures.ts'
import { formatPartitions } from './formatPartitions.ts'
import type { MarketArgs } from './marketArgs.ts'
import { requireMarket } from './requireMarket.ts'

/** Columns beside a figure's course. */
const FIGURE_COLUMNS = 56
const MAX_CELLS = 40

/** `gimbal market describe`: one screen about a market. */
export async function describeMarket(args: Pick<MarketArgs, 'market' | 'json'>): Promise<ExitCode> {
  const market = await requireMarket(args.market)
  const { manifest, dataHash } = market
  const { findings, tables } = await checkMarket(market)
  const figures = listFigures(manifest, tables)
  if (args.json) {
    const ranges = figures.map(({ name, unit, values }) => ({ name, unit, ...findRange(values) }))
    await printJson({ ...manifest, dataHash, figures: ranges, findings })
    return exitCodes.ok
  }
  const columns = getColumns(process.stdout)
  const cells = Math.min(MAX_CELLS, columns - FIGURE_COLUMNS)
  const refused = findings.filter(({ severity }) => severity === 'refuse').length
  const verdict =
    refused > 0
      ? `refused for ${showCount(refused, 'reason')}`
      : findings.length === 0
        ? 'nothing found'
        : showCount(findings.length, 'warning')
  await printText(
    [
      manifest.name,
      ...wrapWords(showText(manifest.title), columns, { isCut: true }),
      '',
      ...formatFacts(manifest, dataHash, columns),
      '',
      ...formatPartitions(manifest.partitions),
      '',
      ...formatFigures(figures, cells),
      '',
      ...(manifest.assumptions.length === 0 ? [] : ['Assumed or left out:']),
      ...manifest.assumptions.flatMap((text) => wrapEntry('- ', showText(text), columns)),
      '',
      `Check: ${verdict}; ${typeCommand('market', 'check', args.market ?? manifest.name)}`,
    ].join('\n'),
  )
  return exitCodes.ok
}

function formatFacts(manifest: Manifest, dataHash: string, columns: number): string[] {
  const { source, licence, venue, chain, start, startMadeOf } = manifest
  const native =
    chain.nativePriceUsd6 === undefined ? '' : ` at $${chain.nativePriceUsd6 / 1e6} (assumed)`
  const depth =
    venue.depthUsd6 === undefined
      ? ''
      : `, depth $${(venue.depthUsd6 / 1e6).toLocaleString('en-US')} (assumed)`
  const hasStart = start.startVarianceWad > 0n || start.startDepthRefUsd6 > 0n
  const volatility = 100 * Math.sqrt(Number(start.startVarianceWad) / 1e18)
  const startDepth = (Number(start.startDepthRefUsd6) / 1e6).toLocaleString('en-US', {
    maximumFractionDigits: 0,
  })
  const facts = {
    source,
    licence,
    venue: `${venue.name}: ${venue.asset} in ${venue.quote}, fee ${venue.feePips / 1e4} %${depth}`,
    chain:
      chain.baseFeePerGas === 0
        ? `${chain.name}: gas costs nothing (assumed)`
        : `${chain.name}: gas in ${chain.nativeCoin}${native}, a block every ${chain.blockSec} s, fee rule ` +
          `${chain.gasTargetPips / 1e4} % and 1/${chain.baseFeeDenominator}`,
    start: hasStart
      ? `volatility ${volatility.toFixed(1)} % a year, depth $${startDepth}. ${startMadeOf}`
      : startMadeOf,
    hash: dataHash,
  }
  return Object.entries(facts).flatMap(([name, text]) => {
    return wrapEntry(`${name.padEnd(9)}`, showText(text), columns)
  })
}

/** A text beside what it is, its further lines below its first. */
function wrapEntry(head: string, text: string, columns: number): string[] {
  const lines = wrapWords(text, columns - head.length, { isCut: true })
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line)
}
