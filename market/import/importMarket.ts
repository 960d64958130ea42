import { existsSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { checkWhole } from '../check/checkWhole.ts'
import type { Finding } from '../check/finding.ts'
import { MarketCheckError, MarketFileError } from '../errors.ts'
import { openMarket } from '../files/openMarket.ts'
import type { PartitionInput } from '../files/partitionInput.ts'
import { type ManifestParts, type WriteOptions, writeMarket } from '../files/writeMarket.ts'
import { MANIFEST_FILE, type Market, type MarketChain, type MarketVenue } from '../manifest.ts'
import { listStreams } from '../read/readStream.ts'
import { type ImportOptions, importFiles } from './importFiles.ts'
import { completeChain } from './knownChains.ts'
import { nameMarket } from './nameMarket.ts'
import { readInput } from './readInput.ts'

/** What the files cannot say of a market; what is given anew replaces what a market that is there says. */
interface MarketFacts {
  title?: string | undefined
  source?: string | undefined
  licence?: string | undefined
  chain: Partial<MarketChain>
  venue: Partial<MarketVenue>
  assumptions: readonly string[]
}

export interface ImportMarketOptions extends Omit<ImportOptions, 'chain'> {
  facts: MarketFacts
  /** How partitions are written; a market that is there is written anew in it. */
  write: WriteOptions['format']
}

export interface ImportedMarket {
  market: Market
  inputs: readonly PartitionInput[]
  /** Warnings. */
  findings: readonly Finding[]
}

/** 5 bp: what exchanges and the busiest pools take. */
const ASSUMED_FEE_PIPS = 500

/**
 * Imports files into a new market, or adds them to one that is there.
 *
 * @throws MarketFileError, MarketRowError, ManifestError, MarketCheckError; nothing is written then.
 */
export async function importMarket(
  folder: string,
  options: ImportMarketOptions,
): Promise<ImportedMarket> {
  const { facts, write } = options
  const before = existsSync(join(folder, MANIFEST_FILE))
    ? await openMarket(resolve(folder))
    : undefined
  const isGasFree = before === undefined && options.format.isGasFree === true
  const chain = completeChain(folder, {
    ...(isGasFree ? { baseFeePerGas: 0 } : before?.manifest.chain),
    ...facts.chain,
  })
  const { inputs, findings } = importFiles({ ...options, chain })
  if (inputs.length === 0) {
    throw new MarketFileError(
      options.files.join(', '),
      'holds nothing of this kind; give another --format',
    )
  }
  const parts = completeParts(folder, options, before, chain)
  const old =
    before === undefined ? [] : listStreams(before).map((stream) => readInput(before, stream))
  for (const input of inputs) requireApart(folder, before, input)
  const all = [...old, ...inputs]
  requireCoin(parts, all)
  const market = await writeMarket(folder, parts, all, {
    format: write,
    replace: before !== undefined,
  })
  return { market, inputs, findings }
}

function completeParts(
  folder: string,
  { facts, files, format, feePips }: ImportMarketOptions,
  before: Market | undefined,
  chain: MarketChain,
): ManifestParts {
  const old = before?.manifest
  const names = files.map((file) => basename(file)).join(', ')
  const source = facts.source ?? `${names}, whose origin was not given`
  const isFeeKnown = feePips !== undefined || old !== undefined
  const feeText = `the fee of the venue, ${ASSUMED_FEE_PIPS / 1e4} %, is assumed`
  const assumptions = [
    ...(old?.assumptions ?? []),
    ...format.assumptions,
    ...(isFeeKnown ? [] : [feeText]),
    ...facts.assumptions,
  ]
  return {
    name: old?.name ?? nameMarket(folder),
    title: facts.title ?? old?.title ?? `${facts.venue.asset ?? 'ETH'}, of ${names}`,
    source:
      old === undefined || facts.source === undefined
        ? (old?.source ?? source)
        : joinTexts(old.source, source),
    licence: facts.licence ?? old?.licence ?? 'not given',
    chain,
    venue: {
      name: 'not given',
      asset: 'ETH',
      quote: 'USD',
      feePips: ASSUMED_FEE_PIPS,
      ...old?.venue,
      ...facts.venue,
      ...(feePips === undefined ? {} : { feePips: Number(feePips) }),
    },
    start: old?.start ?? { segmentOffsetSec: 0, startVarianceWad: 0n, startDepthRefUsd6: 0n },
    startMadeOf: old?.startMadeOf ?? 'nothing: the averages begin with the record itself',
    assumptions: [...new Set(assumptions)],
  }
}

function joinTexts(before: string, text: string): string {
  return before.includes(text) ? before : `${before}; ${text}`
}

/** Each time stands once in a record. */
function requireApart(folder: string, before: Market | undefined, input: PartitionInput): void {
  const rows = input.rows as readonly (readonly (number | bigint)[])[]
  const [from, to] = [Number(rows[0]?.[0]), Number(rows.at(-1)?.[0])]
  const overlap = before?.manifest.partitions.find(({ kind, columns, firstAt, lastAt }) => {
    const names = columns.map(({ name }) => name).filter((name) => name !== 'at')
    const isSame = kind === input.kind && names.some((name) => input.columns.includes(name))
    return isSame && firstAt <= to && from <= lastAt
  })
  if (overlap === undefined) return
  throw new MarketFileError(
    folder,
    `has figures of the kind ${input.kind} for this time already, in ${overlap.file}; give another --output, or remove the folder`,
  )
}

function requireCoin(parts: ManifestParts, inputs: readonly PartitionInput[]): void {
  const outlines = inputs.map(({ kind, columns, stepSec }) => ({
    kind,
    file: '',
    stepSec,
    count: 1,
    columns: Object.fromEntries(columns.map((name) => [name, Float64Array.of(1)])),
  }))
  const refused = checkWhole(parts, outlines).filter(({ name }) => name === 'gas-coin')
  if (refused.length > 0) throw new MarketCheckError(refused)
}
