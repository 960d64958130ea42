import { existsSync } from 'node:fs'
import { showCount } from '../../market/check/showCount.ts'
import { type ImportedMarket, importMarket } from '../../market/import/importMarket.ts'
import { sourceFormats } from '../../market/import/sourceFormats.ts'
import { openTimeZone, type TimeZone } from '../../market/import/timeZone.ts'
import { toTicker } from '../../market/import/toTicker.ts'
import { printJson, printText } from '../io/print.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { typeCommand } from '../program/typedCommand.ts'
import { formatFindings } from './formatFindings.ts'
import { formatPartitions } from './formatPartitions.ts'
import type { MarketArgs } from './marketArgs.ts'
import {
  omitUndefined,
  readChainFacts,
  readDollars,
  readPercent,
  requireOption,
} from './readFigures.ts'

/** `gimbal market import`: files of one format into a market's folder. */
export async function runImport(args: MarketArgs): Promise<ExitCode> {
  const names = sourceFormats.map(({ name }) => name)
  const name = chooseOne('format', args.format, names)
  const format = sourceFormats.find((known) => known.name === name)
  if (format === undefined) throw new TypeError(`no format ${name}`)
  const output = requireOption('output', args.output)
  const feePips = readPercent('fee', args.fee)
  const imported = await importMarket(output, {
    format,
    files: splitFiles(requireOption('file', args.file)),
    zone: readZone(args.zone),
    picks: omitUndefined({ venue: args.venue, asset: args.asset }),
    feePips: feePips === undefined ? undefined : BigInt(feePips),
    blocksFile: args.blocks,
    write: chooseOne('form', args.as ?? 'csv', ['csv', 'csv.gz', 'parquet']),
    facts: {
      ...omitUndefined({ title: args.title, source: args.source, licence: args.licence }),
      chain: readChainFacts(args),
      venue: omitUndefined({
        name: args.venue,
        asset: args.asset === undefined ? undefined : toTicker(args.asset),
        quote: args.quote,
        depthUsd6: readDollars('depth', args.depth),
      }),
      assumptions: args.assume === undefined ? [] : [args.assume],
    },
  })
  await report(output, imported, args.json === true)
  return exitCodes.ok
}

async function report(output: string, imported: ImportedMarket, json: boolean): Promise<void> {
  const { market, inputs, findings } = imported
  const { partitions } = market.manifest
  // The writer keeps the order of the records; the new ones are the last.
  const added = partitions.slice(-inputs.length)
  if (json) {
    await printJson({ folder: output, dataHash: market.dataHash, added, findings })
    return
  }
  await printText(
    [
      ...formatFindings(findings),
      ...(findings.length === 0 ? [] : ['']),
      ...formatPartitions(added),
      '',
      `${output} has ${showCount(partitions.length, 'partition')}. Add another file with the same --output, or look at it:`,
      `  ${typeCommand('market', 'check', output)}`,
    ].join('\n'),
  )
}

/** A file whose name has a comma is one file. */
function splitFiles(text: string): string[] {
  return existsSync(text) ? [text] : text.split(',').filter((file) => file !== '')
}

function readZone(name: string | undefined): TimeZone | undefined {
  if (name === undefined) return undefined
  const zone = openTimeZone(name)
  if (zone !== undefined) return zone
  throw new UsageError(`--zone is ${name}, which is no time zone; give one as Europe/London`)
}
