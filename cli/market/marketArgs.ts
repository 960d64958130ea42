import type { ParsedArgs } from 'citty'

/** What `gimbal market` does. */
export const marketActions = [
  'list',
  'describe',
  'check',
  'import',
  'start-figures',
  'record',
] as const

/** The options of `gimbal market`, of all of its actions. */
export const marketArgs = {
  action: { type: 'positional', required: false, description: marketActions.join(', ') },
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

/** They, read. */
export type MarketArgs = ParsedArgs<typeof marketArgs>

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

/** Which options belong to which action. */
export const allowedArgs: Readonly<Record<(typeof marketActions)[number], readonly string[]>> = {
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
