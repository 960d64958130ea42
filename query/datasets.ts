import type { ParameterField } from '../core/index.ts'
import type { Column, ColumnKind } from './fields.ts'

/** A kind of fact that can be read as a table. */
export interface Dataset {
  name: DatasetName
  description: string
  /** The plural under which graph-node serves the entity. */
  collection: string
  /** The field, Unix seconds, by which `from` and `to` choose. */
  timeField: string
  columns: readonly Column[]
}

export const datasetNames = [
  'observations',
  'updates',
  'evidence',
  'measurements',
  'votes',
  'rebalances',
  'messages',
  'remote-updates',
] as const
export type DatasetName = (typeof datasetNames)[number]

type Draft = [name: string, kind: ColumnKind, unit: string, description: string, path?: string]

/** A name that ends in `?` can be without a value. */
function createColumns(...drafts: readonly Draft[]): Column[] {
  return drafts.map(([name, kind, unit, description, path]) => {
    const bare = name.replace(/\?$/, '')
    return {
      name: bare,
      kind,
      unit,
      description,
      isNullable: bare !== name,
      path: (path ?? bare).split('.'),
    }
  })
}

const PIPS = '1e6 = 100 %'
const USD6 = '1e6 = $1'
const WEI = 'wei per unit of gas'
const WAD = '1e18 = 1 a year'
const UNIX = 'Unix seconds'
const SMALLEST = "token's smallest unit"
const VOTES = '1e18 = 1 vote'

const place: readonly Draft[] = [
  ['blockNumber', 'integer', '', 'Block that holds it'],
  ['blockAt', 'time', UNIX, 'Time of that block'],
  ['transactionHash', 'bytes', '', 'Transaction that holds it'],
]

const APART = "1e6 = 100 % of the index's figure"

const observed: readonly Draft[] = [
  ['baseFeePerGas', 'decimal', WEI, 'Base fee: the higher of the fast and the slow median'],
  ['gasUsedRatioPips', 'decimal', PIPS, 'Gas used over gas limits: the higher'],
  ['nativePriceUsd6', 'decimal', USD6, 'Price of the native coin: the higher'],
  ['depthUsd6', 'decimal', USD6, 'Virtual quote reserve of the pool: the lower'],
  ['depthRefUsd6', 'decimal', USD6, 'Average depth of seven days'],
  ['varianceWad', 'decimal', WAD, "Average of the hours' variances"],
  ['navUsd6', 'decimal', USD6, 'Net asset value that the portfolio told'],
  [
    'dataFeeWei',
    'decimal',
    'wei',
    'Fee for publishing one rebalance on a rollup; 0: there is none',
  ],
  ['curvaturePips', 'decimal', '1e6 = 1', 'Curvature that the portfolio told; 0: none'],
  ['horizonSec', 'decimal', 'seconds', "Time to the portfolio's next expiry; 0: there is none"],
]

const parameters: readonly (readonly [ParameterField, unit: string, text: string])[] = [
  ['aggressivenessPips', PIPS, 'share of the drift beyond return that is closed per epoch'],
  ['bandPips', PIPS, 'drift at which trading starts'],
  ['maxTradeUsd', 'whole dollars', 'largest trade'],
  ['intervalSec', 'seconds', 'expected time between two trades'],
  ['cppiMultiplierE3', '1e3 = 1', 'CPPI multiplier'],
  ['guardPips', PIPS, 'distance to liquidation, ln(health factor), that forces a reduction'],
  ['lotPips', PIPS, 'smallest trade, as a share of the portfolio'],
  ['returnPips', PIPS, 'drift to which a trade comes back'],
]

function createVector(prefix: string, what: string): Draft[] {
  return parameters.map(([field, unit, text]) => [
    `${prefix}${field.charAt(0).toUpperCase()}${field.slice(1)}`,
    'decimal',
    unit,
    `${what}: ${text}`,
    `${prefix === 'target' ? 'target' : `${prefix}Values`}.${field}`,
  ])
}

/** A figure of the evidence, or of the target, beside the index's own. */
const compared: readonly Draft[] = [
  ['baseFeePips', 'base fee'],
  ['gasUsedRatioPips', 'gas used over gas limits'],
  ['nativePricePips', 'price of the native coin'],
  ['depthPips', 'depth'],
  ['depthRefPips', 'average depth'],
  ['variancePips', 'average variance'],
  ['navPips', 'net asset value'],
  ['dataFeePips', 'data fee'],
  ['curvaturePips', 'curvature'],
  ['horizonPips', 'time to expiry'],
  ['aggressivenessPips', 'target, aggressiveness'],
  ['bandPips', 'target, band'],
  ['maxTradePips', 'target, largest trade'],
  ['intervalPips', 'target, interval'],
  ['cppiMultiplierPips', 'target, CPPI multiplier'],
  ['guardPips', 'target, guard'],
  ['lotPips', 'target, lot'],
  ['returnPips', 'target, return'],
].map(([field = '', text]): Draft => {
  const isRatio = field === 'gasUsedRatioPips'
  return [`${field}?`, 'decimal', isRatio ? PIPS : APART, `How far apart: ${text}`]
})

/** The tables that can be read, by name. */
export const datasets: Readonly<Record<DatasetName, Dataset>> = {
  observations: {
    name: 'observations',
    description: 'Measurements of each market at the end of each segment of 120 s, and the target',
    collection: 'observations',
    timeField: 'endAt',
    columns: createColumns(
      ['id', 'bytes', '', "Segment's start, then the market's id"],
      ['marketId', 'bytes', '', 'Market', 'market.id'],
      ['startAt', 'time', UNIX, 'Start of the segment'],
      ['endAt', 'time', UNIX, 'End of the segment; --from and --to choose by it'],
      ['blockNumber', 'integer', '', 'Closing block: the first at or after the end'],
      ['blockHash', 'bytes', '', 'Hash of the closing block'],
      ['observedAt', 'time', UNIX, 'Time of the closing block'],
      ['epoch', 'integer', '', "Time of the closing block over the policy's epochSec"],
      ...observed,
      ['fastBaseFeePerGas', 'decimal', WEI, 'Median of 3 segments'],
      ['slowBaseFeePerGas', 'decimal', WEI, 'Median of 15 segments'],
      ['fastGasUsedRatioPips', 'decimal', PIPS, 'Median of 3 segments'],
      ['slowGasUsedRatioPips', 'decimal', PIPS, 'Median of 15 segments'],
      ['fastNativePriceUsd6', 'decimal', USD6, 'Median of 3 segments'],
      ['slowNativePriceUsd6', 'decimal', USD6, 'Median of 15 segments'],
      ['fastDepthUsd6', 'decimal', USD6, 'Median of 3 segments'],
      ['slowDepthUsd6', 'decimal', USD6, 'Median of 15 segments'],
      [
        'refusedField?',
        'text',
        '',
        'First field outside the domain of the model; there is no target then',
      ],
      ...parameters.map(([field, unit, text]): Draft => {
        const name = `target${field.charAt(0).toUpperCase()}${field.slice(1)}`
        return [`${name}?`, 'decimal', unit, `Target: ${text}`]
      }),
    ),
  },
  updates: {
    name: 'updates',
    description:
      'Reports that the contract accepted: the evidence, the target, and the value before and after',
    collection: 'parametersUpdates',
    timeField: 'blockAt',
    columns: createColumns(
      ['id', 'bytes', '', 'Block number, then log index'],
      ['marketId', 'bytes', '', 'Market', 'market.id'],
      ['kind', 'text', '', 'UPDATED: the value moved; CONFIRMED: it stayed'],
      ['evidenceKind', 'text', '', 'SIGNED, PROVEN or BOTH; docs/evidence.md'],
      [
        'observedAt',
        'time',
        UNIX,
        'Time of the evidence: if proven the end of its last segment, else that of its block',
      ],
      ['observedBlockNumber', 'integer', '', 'Block at which the evidence was taken'],
      ...place,
      ['sender', 'bytes', '', 'Who sent the transaction'],
      ...observed,
      ...createVector('target', 'Target'),
      ...createVector('old', 'Before'),
      ...createVector('new', 'After'),
      [
        'largestTargetPips?',
        'decimal',
        APART,
        "How far the target is from the index's own: the largest of the eight (see evidence)",
        'difference.largestTargetPips',
      ],
      ['limits', 'text', '', 'Limit that held for each of the eight parameters, in their order'],
    ),
  },
  evidence: {
    name: 'evidence',
    description:
      "How far the evidence of each update, and its target, are from the index's own at the end of the same segment; positive: the update says more",
    collection: 'evidenceDifferences',
    timeField: 'blockAt',
    columns: createColumns(
      ['id', 'bytes', '', "The update's id: block number, then log index"],
      ['marketId', 'bytes', '', 'Market', 'market.id'],
      ['evidenceKind', 'text', '', 'SIGNED, PROVEN or BOTH'],
      ['blockAt', 'time', UNIX, 'Time of the block that holds the update'],
      ['observationId', 'bytes', '', "The index's own observation", 'observation.id'],
      ...compared,
      ['largestTargetPips?', 'decimal', APART, 'The largest of the eight, without its sign'],
    ),
  },
  measurements: {
    name: 'measurements',
    description: 'What contracts of evidence measured, and keep for the next measurement',
    collection: 'measurements',
    timeField: 'blockAt',
    columns: createColumns(
      ['id', 'bytes', '', 'Block number, then log index'],
      ['marketId', 'bytes', '', 'Market', 'market.id'],
      ['reporter', 'bytes', '', 'Contract of evidence', 'reporter.id'],
      ['measuredFor', 'text', '', 'PROVEN or BOTH: a report of that kind; NONE: no report', 'kind'],
      ...place,
      ['sender', 'bytes', '', 'Who sent the transaction'],
      ['segmentEndAt', 'time', UNIX, 'End of the last segment that the averages hold'],
      ['firstSegmentEndAt', 'time', UNIX, 'End of the first one'],
      ['tickSum', 'integer', 'tick-seconds', "The pool's cumulative tick at segmentEndAt"],
      ['meanTickQ8', 'integer', '2^8 = 1', 'Mean tick of the segment that ends then'],
      ['depthRefUsd6', 'decimal', USD6, 'Average depth'],
      ['varianceWad', 'decimal', WAD, 'Average variance'],
      ['navUsd6', 'decimal', USD6, 'Net asset value, as told then'],
      ['curvaturePips', 'decimal', '1e6 = 1', 'Curvature, as told then; 0: none'],
      ['latestBaseFeePerGas', 'decimal', WEI, 'Base fee of the later block that is remembered'],
      ['latestFeeBlockNumber', 'integer', '', 'That block'],
      ['earlierBaseFeePerGas?', 'decimal', WEI, 'Base fee of the earlier block'],
      ['earlierFeeBlockNumber?', 'integer', '', 'That block'],
    ),
  },
  votes: {
    name: 'votes',
    description: 'All votes, in every way of voting, including replaced ones',
    collection: 'votes',
    timeField: 'blockAt',
    columns: createColumns(
      ['id', 'bytes', '', 'Block number, then log index'],
      ['proposalId', 'bytes', '', 'Proposal', 'proposal.id'],
      ['voter', 'bytes', '', 'Account that voted', 'voter.id'],
      ['support', 'text', '', 'AGAINST, FOR or ABSTAIN'],
      ['weightVotes', 'decimal', VOTES, 'Votes at the start of voting'],
      ['reason', 'words', '', 'As given by the voter'],
      ['way', 'text', '', 'CHAIN, SIGNATURE, SNAPSHOT or CONTRACT'],
      ['signedAt?', 'time', UNIX, 'Date that a Snapshot vote carries'],
      ['isCounted', 'flag', '', 'False if a later vote replaced it'],
      ...place,
      ['sender', 'bytes', '', 'Who sent the transaction'],
    ),
  },
  rebalances: {
    name: 'rebalances',
    description: 'Rebalances as the vaults reported them',
    collection: 'rebalances',
    timeField: 'blockAt',
    columns: createColumns(
      ['id', 'bytes', '', 'Block number, then log index'],
      ['vault', 'bytes', '', 'Vault', 'vault.id'],
      ['caller', 'bytes', '', 'Who called'],
      ['status', 'text', '', 'Status of the parameters used'],
      ['isRiskySold', 'flag', '', 'True: risky token sold; false: bought'],
      ['weightBeforePips', 'decimal', PIPS, 'Weight of the risky token before'],
      ['weightAfterPips', 'decimal', PIPS, 'Weight after'],
      ['targetWeightPips', 'decimal', PIPS, 'Target weight'],
      ['driftBeforePips', 'decimal', PIPS, 'Distance of weight and target before'],
      ['driftAfterPips', 'decimal', PIPS, 'Distance after'],
      ['bandPips', 'decimal', PIPS, 'Drift at which trading starts, in force'],
      ['returnPips', 'decimal', PIPS, 'Drift at which the trade was to end; 0 at a cut'],
      ['isCut', 'flag', '', 'True: an exposure above what CPPI allows was cut'],
      ['elapsedSec', 'decimal', 'seconds', "Time since the trade that started the vault's clock"],
      ['riskyAmount', 'decimal', SMALLEST, 'Risky token traded'],
      ['tradedQuote', 'decimal', SMALLEST, 'Quote token traded'],
      ['costQuote', 'decimal', SMALLEST, 'Fee and impact, in the quote token'],
      ['costPips', 'decimal', PIPS, 'Cost over trade'],
      ['impactPips', 'decimal', PIPS, 'How far the trade moved the spot price'],
      ['navQuote', 'decimal', SMALLEST, 'Net asset value before, in the quote token'],
      ['navUsd6', 'decimal', USD6, 'Net asset value before'],
      ...place,
    ),
  },
  messages: {
    name: 'messages',
    description:
      "Messages between this chain and others: those that it sent, with their payload, and those that came; the other half is in the other chain's index",
    collection: 'messages',
    timeField: 'blockAt',
    columns: createColumns(
      ['id', 'bytes', '', "The messenger's address, then messageId"],
      ['messageId', 'bytes', '', "The messenger's id of it, the same on both chains"],
      ['messageKind', 'text', '', 'PARAMETERS, GOVERNANCE, FIGURES, ORDER or OTHER', 'kind'],
      ['isSent', 'flag', '', 'True: this chain sent it; false: it came'],
      ['messenger', 'bytes', '', "This chain's side of the bridge"],
      ['sourceChainId', 'integer', '', 'Where it was sent'],
      ['destinationChainId', 'integer', '', 'Where it goes'],
      ['nonce?', 'integer', '', 'Counts what the messenger sent to that chain; null if it came'],
      ['sender', 'bytes', '', 'Who sent it'],
      ['receiver', 'bytes', '', 'Who takes it'],
      ...place,
      ['marketId?', 'bytes', '', 'Of a vector that was sent: its market'],
      ['status?', 'text', '', 'Of a vector that was sent: the status at home'],
      ['madeAt?', 'time', UNIX, 'Of a vector that was sent: time of its evidence'],
      ['payload?', 'bytes', '', 'What it carries; null if it came'],
    ),
  },
  'remote-updates': {
    name: 'remote-updates',
    description: 'Vectors of home that a chain away took: the value there before and after',
    collection: 'remoteUpdates',
    timeField: 'blockAt',
    columns: createColumns(
      ['id', 'bytes', '', 'Block number, then log index'],
      ['marketId', 'bytes', '', 'Market', 'market.id'],
      ['kind', 'text', '', 'UPDATED: the value moved; CONFIRMED: it stayed'],
      ['messenger', 'bytes', '', 'Which messenger brought it'],
      ['homeConfig', 'bytes', '', 'The configuration at home that it names'],
      ['madeAt', 'time', UNIX, 'Time of the evidence'],
      ['movedAt', 'time', UNIX, 'When a message last moved a field there'],
      ...place,
      ...createVector('target', 'What home has'),
      ...createVector('old', 'Before'),
      ...createVector('new', 'After'),
      ['limits', 'text', '', 'Limit that held for each of the eight parameters, in their order'],
    ),
  },
}
