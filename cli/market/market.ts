import type { ParsedArgs } from 'citty'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import type { ExitCode } from '../program/exitCodes.ts'

const actions = ['list', 'describe', 'check', 'import', 'start-figures', 'record'] as const

const args = {
  action: { type: 'positional', required: false, description: actions.join(', ') },
  market: {
    type: 'positional',
    required: false,
    description: 'For describe, check and start-figures: a folder, or the name of a shipped market',
  },
  format: {
    type: 'string',
    valueHint: 'NAME',
    description: 'For import: what the files are; `gimbal market list` names the formats',
  },
  file: {
    type: 'string',
    valueHint: 'FILE,...',
    description: 'For import: the files, CSV or CSV.gz, of one format',
  },
  output: {
    type: 'string',
    valueHint: 'DIR',
    description:
      'For import and record: the folder of the market; import adds to one that is there',
  },
  zone: {
    type: 'string',
    valueHint: 'ZONE',
    description: 'For import: the clock of the file, where it is not UTC: Europe/London',
  },
  asset: {
    type: 'string',
    valueHint: 'NAME',
    description: 'For import: the asset; chooses the series in a file of several (default: ETH)',
  },
  venue: {
    type: 'string',
    valueHint: 'NAME',
    description: 'For import: the exchange or pool; chooses the series in a file of several',
  },
  quote: {
    type: 'string',
    valueHint: 'NAME',
    description: 'For import: the dollar (default: USD)',
  },
  fee: {
    type: 'string',
    valueHint: 'PERCENT',
    description: "For import: the venue's fee, as 0.3% (default: 0.05%, as an assumption)",
  },
  depth: {
    type: 'string',
    valueHint: 'USD',
    description: 'For import: a constant depth where none is recorded; an assumption',
  },
  chain: {
    type: 'string',
    valueHint: 'NAME',
    description:
      'For import and record: where gas is paid (default: ethereum, or what the node tells)',
  },
  'native-coin': {
    type: 'string',
    valueHint: 'NAME',
    description: "For import and record: the coin that the chain's gas is paid in",
  },
  'native-price': {
    type: 'string',
    valueHint: 'USD',
    description: 'For import and record: its price, where it is not the asset; an assumption',
  },
  'block-time': {
    type: 'string',
    valueHint: 'SEC',
    description: 'For import and record: seconds a block',
  },
  'gas-target': {
    type: 'string',
    valueHint: 'PERCENT',
    description: 'For import and record: share of the gas limit at which the base fee stays',
  },
  'fee-denominator': {
    type: 'string',
    valueHint: 'N',
    description: 'For import and record: the base fee moves by 1/N a block at most, 8 on Ethereum',
  },
  blocks: {
    type: 'string',
    valueHint: 'FILE',
    description: 'For import: headers that give the times of the blocks, for events without times',
  },
  title: {
    type: 'string',
    valueHint: 'TEXT',
    description: 'For import and record: one line about the market',
  },
  source: {
    type: 'string',
    valueHint: 'TEXT',
    description: 'For import and record: who recorded it, and where',
  },
  licence: {
    type: 'string',
    valueHint: 'TEXT',
    description: 'For import and record: of the figures',
  },
  assume: {
    type: 'string',
    valueHint: 'TEXT',
    description: 'For import: a further assumption, to be shown in every report',
  },
  as: {
    type: 'string',
    valueHint: 'FORM',
    description: 'For import: csv, csv.gz or parquet (default: csv)',
  },
  at: {
    type: 'string',
    valueHint: 'TIME',
    description: 'For start-figures: up to when, as 2023-08-17T21:20 (UTC) or Unix seconds',
  },
  rpc: { type: 'string', valueHint: 'URL', description: 'For record: a node of the chain' },
  pool: { type: 'string', valueHint: 'ADDRESS', description: 'For record: a Uniswap v3 pool' },
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
    description:
      'For record and start-figures: second, modulo 120, at which segments begin: 0 to 119 (default: 0)',
  },
  json: { type: 'boolean', description: 'One JSON object in place of text' },
} as const

/** The options of `gimbal market`. */
export type MarketArgs = ParsedArgs<typeof args>

/** Options that belong to some actions only. */
const chainOptions = [
  'chain',
  'native-coin',
  'native-price',
  'block-time',
  'gas-target',
  'fee-denominator',
]
const aboutOptions = ['title', 'source', 'licence', 'output']

const allowed: Readonly<Record<(typeof actions)[number], readonly string[]>> = {
  list: [],
  describe: ['market'],
  check: ['market'],
  import: [
    ...[
      'format',
      'file',
      'zone',
      'asset',
      'venue',
      'quote',
      'fee',
      'depth',
      'blocks',
      'assume',
      'as',
    ],
    ...chainOptions,
    ...aboutOptions,
  ],
  'start-figures': ['market', 'at', 'segment-offset'],
  record: [
    ...['rpc', 'pool', 'from', 'to', 'warm-up-from', 'segment-offset'],
    ...chainOptions,
    ...aboutOptions,
  ],
}

/** `gimbal market`: recorded markets, which backtests and replays run on. */
export const marketCommand = defineCommand({
  meta: {
    name: 'market',
    description: 'List, describe, check, import and record markets for backtests and replays',
    examples: [
      'gimbal market list',
      'gimbal market describe ethereum-2022-05-12',
      'gimbal market import --format pool-minutes --file pool.csv.gz --output my-market --fee 0.05%',
      'gimbal market check my-market',
      'gimbal market start-figures my-market --at 2024-01-05T12:00',
      'gimbal market record --rpc https://rpc.example --pool 0x88e6A0c2dDD26FEEb64F039a2c41296FcB3f5640 --from 2026-03-01T12:00 --to 2026-03-01T18:00 --output my-market',
    ],
  },
  args,
  async run(options): Promise<ExitCode> {
    const action = chooseOne('action', options.action, actions)
    refuseOthers(action, options)
    // Imported only here, so that each action loads what it needs.
    switch (action) {
      case 'list':
        return (await import('./listMarkets.ts')).listMarkets(options)
      case 'describe':
        return (await import('./describeMarket.ts')).describeMarket(options)
      case 'check':
        return (await import('./runCheck.ts')).runCheck(options)
      case 'import':
        return (await import('./runImport.ts')).runImport(options)
      case 'start-figures':
        return (await import('./startFigures.ts')).startFigures(options)
      case 'record':
        return (await import('./runRecord.ts')).runRecord(options)
    }
  },
})

function refuseOthers(action: keyof typeof allowed, options: MarketArgs): void {
  const given = Object.keys(args).filter((name) => {
    return name !== 'action' && name !== 'json' && options[name as keyof typeof args] !== undefined
  })
  const other = given.find((name) => !allowed[action].includes(name))
  if (other === 'market') throw new UsageError(`${action} takes no market; leave it out`)
  if (other !== undefined) throw new UsageError(`${action} takes no --${other}; leave it out`)
}
