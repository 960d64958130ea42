import { checkMarket } from '../../market/check/checkMarket.ts'
import { showCount } from '../../market/check/showCount.ts'
import { printJson, printText } from '../io/print.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { formatFindings } from './formatFindings.ts'
import type { MarketArgs } from './marketArgs.ts'
import { requireMarket } from './requireMarket.ts'

/** `gimbal market check`: everything about a market that a voter has to know. Status 1 if it is refused. */
export async function runCheck(args: Pick<MarketArgs, 'market' | 'json'>): Promise<ExitCode> {
  const market = await requireMarket(args.market)
  const { findings } = await checkMarket(market)
  const isRefused = findings.some(({ severity }) => severity === 'refuse')
  const { name, partitions } = market.manifest
  if (args.json) await printJson({ market: name, dataHash: market.dataHash, isRefused, findings })
  else {
    const rows = partitions.reduce((sum, { rows: own }) => sum + own, 0)
    const refused = findings.filter(({ severity }) => severity === 'refuse').length
    const read = `${name}: ${showCount(rows, 'row')} in ${showCount(partitions.length, 'partition')}`
    const warned = showCount(findings.length - refused, 'warning')
    await printText(
      [
        ...formatFindings(findings),
        ...(findings.length === 0 ? [] : ['']),
        isRefused
          ? `${read}; refused for ${showCount(refused, 'reason')}, ${warned}`
          : `${read}; can be used, ${warned}`,
      ].join('\n'),
    )
  }
  return isRefused ? exitCodes.failed : exitCodes.ok
}
