import { isAddress } from 'viem'
import { importScenario, writeScenario } from '../../market/import/importScenario.ts'
import { printJson } from '../io/print.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { readTime } from '../program/readOptions.ts'
import { requireHttpUrl } from '../program/requireHttpUrl.ts'
import { recordScenarioFile } from './recordScenarioFile.ts'

const importedSource = 'Uniswap v3 USDC/WETH 0.05 % on Polygon; zelos-alpha/demeter, MIT licence'

interface ScenarioArgs {
  pool?: string | undefined
  gas?: string | undefined
  date?: string | undefined
  rpc?: string | undefined
  from?: string | undefined
  to?: string | undefined
  'warm-up-from'?: string | undefined
  'segment-offset'?: string | undefined
  source?: string | undefined
  output?: string | undefined
}

/** `gimbal scenario`: makes a recorded day out of two recorded files, or out of a chain. */
export const scenarioCommand = defineCommand({
  meta: {
    name: 'scenario',
    description:
      'Import a recorded day of one pool and of the gas price, or record one from a chain',
    examples: [
      'gimbal scenario record --rpc https://rpc.example --pool 0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640 --from 2026-03-01T12:00 --to 2026-03-01T18:00',
      'gimbal scenario import --pool minutes.csv.gz --gas gas.csv.gz --date 2023-08-17',
    ],
  },
  args: {
    action: { type: 'positional', required: false, description: 'import or record' },
    pool: {
      type: 'string',
      valueHint: 'FILE|ADDRESS',
      description:
        "For import: the pool by the minute, demeter's columns; CSV or CSV.gz. For record: the pool",
    },
    gas: {
      type: 'string',
      valueHint: 'FILE',
      description: 'For import: the gas price by the minute in gwei; CSV or CSV.gz',
    },
    date: { type: 'string', valueHint: 'DAY', description: 'For import: the day, UTC: 2023-08-17' },
    rpc: { type: 'string', valueHint: 'URL', description: 'For record: a node of the chain' },
    from: {
      type: 'string',
      valueHint: 'TIME',
      description: 'For record: first minute, as 2023-08-17T21:20 (UTC) or Unix seconds',
    },
    to: { type: 'string', valueHint: 'TIME', description: 'For record: end, likewise' },
    'warm-up-from': {
      type: 'string',
      valueHint: 'TIME',
      description:
        'For record: start of the averages that precede it (default: the last whole hour before)',
    },
    'segment-offset': {
      type: 'string',
      valueHint: 'SEC',
      description: 'Second, modulo 120, at which segments begin: 0 to 119 (default: 0)',
    },
    source: {
      type: 'string',
      valueHint: 'TEXT',
      description: 'What the record is, who recorded it, and the licence; written into the file',
    },
    output: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Where it goes (default: scenario-DAY.csv)',
    },
  },
  async run({ action: given, ...args }): Promise<ExitCode> {
    const action = chooseOne('action', given, ['import', 'record'])
    if (args.source !== undefined && /[\r\n]/.test(args.source)) {
      throw new UsageError('source has several lines; give one')
    }
    if (args.output === '') throw new UsageError('--output is empty; name a file')
    return action === 'import' ? runImport(args) : runRecord(args)
  },
})

async function runImport(args: ScenarioArgs): Promise<ExitCode> {
  refuse('import', args, ['rpc', 'from', 'to', 'warm-up-from'])
  const poolFile = requireOption('pool', args.pool)
  const gasFile = requireOption('gas', args.gas)
  const day = requireDay(requireOption('date', args.date))
  const segmentOffsetSec = readOffset(args['segment-offset'])
  const { source = importedSource, output: file = `scenario-${day}.csv` } = args
  const scenario = importScenario({ poolFile, gasFile, day, source, segmentOffsetSec })
  await writeScenario(file, scenario)
  const { startVarianceWad, startDepthRefUsd6 } = scenario.start
  const summary = {
    file,
    day,
    minutes: scenario.minutes.length,
    warmUpRecord: scenario.warmUpRecord,
    start: {
      segmentOffsetSec,
      startVarianceWad: `${startVarianceWad}`,
      startDepthRefUsd6: `${startDepthRefUsd6}`,
    },
  }
  await printJson(summary)
  return exitCodes.ok
}

async function runRecord(args: ScenarioArgs): Promise<ExitCode> {
  refuse('record', args, ['gas', 'date'])
  const url = requireOption('rpc', args.rpc)
  requireHttpUrl('rpc', url)
  const pool = requireOption('pool', args.pool)
  if (!isAddress(pool)) throw new UsageError(`--pool is ${pool}, no address; give the pool's`)
  const fromAt = readTime('from', requireOption('from', args.from))
  const toAt = readTime('to', requireOption('to', args.to))
  const warmUp = args['warm-up-from']
  const warmUpFromAt = warmUp === undefined ? undefined : readTime('warm-up-from', warmUp)
  const segmentOffsetSec = readOffset(args['segment-offset'])
  const { source, output } = args
  const file =
    output ?? `scenario-${new Date(Number(fromAt) * 1_000).toISOString().slice(0, 10)}.csv`
  return recordScenarioFile({
    url,
    pool,
    fromAt,
    toAt,
    warmUpFromAt,
    segmentOffsetSec,
    source,
    file,
  })
}

function refuse(action: string, args: ScenarioArgs, names: readonly (keyof ScenarioArgs)[]): void {
  const given = names.find((name) => args[name] !== undefined)
  if (given !== undefined) throw new UsageError(`${action} takes no --${given}; leave it out`)
}

function requireOption(name: string, value: string | undefined): string {
  if (value) return value
  throw new UsageError(`--${name} is missing; give it`)
}

function readOffset(text = '0'): number {
  if (/^\d{1,3}$/.test(text) && Number(text) < 120) return Number(text)
  throw new UsageError(`--segment-offset is ${text}; give a second from 0 to 119`)
}

function requireDay(text: string): string {
  const day = new Date(`${text}T00:00:00Z`)
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
  if (isDay) return text
  throw new UsageError(`--date is ${text}; give a day as 2023-08-17`)
}
