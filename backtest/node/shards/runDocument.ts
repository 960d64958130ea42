import { type Hex, keccak256, stringToHex } from 'viem'
import { z } from 'zod'
import type { Market } from '../../../market/manifest.ts'
import { computeManifestHash } from '../../../market/manifestHash.ts'
import type { BacktestEngine, BacktestInputs } from '../../orchestrate/inputs.ts'
import { formatPortfolio, parsePortfolio } from '../../portfolios/document.ts'
import { formatVoted, parseVoted } from '../../proposal/voted.ts'
import { writeCanonicalJson } from '../../report/canonicalJson.ts'
import { StoreError } from './errors.ts'

const hash = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)])
const name = z.string().regex(/^[a-z0-9-]{1,100}$/)

const schema = z.strictObject({
  format: z.literal('gimbal-backtest-run/1'),
  backtester: z.strictObject({
    version: z.string(),
    coreHash: hash,
    strategiesHash: hash,
    sourceHash: hash,
  }),
  /** `manifestHash`: figures of the manifest decide a run as the partitions do. */
  markets: z.array(z.strictObject({ name, dataHash: hash, manifestHash: hash })).min(1),
  inForce: z.unknown(),
  proposal: z.unknown(),
  isAddition: z.boolean(),
  portfolios: z.array(z.unknown()).min(1),
  against: z.array(z.string()),
  latencyBlocks: z.int().optional(),
  isWhatIf: z.boolean(),
  from: z.int().optional(),
  to: z.int().optional(),
})

/**
 * What every machine has to know to run its part of a backtest: all that decides a run of a rule, and nothing else. Seed, draws and
 * trials decide the statistics, which are made of all parts at the end.
 */
export type RunDocument = z.infer<typeof schema>

/** A document, and its name in a store. */
export interface StoredRun {
  /** The first 16 digits of the document's keccak256. */
  run: string
  document: RunDocument
}

export function createRun(
  inputs: BacktestInputs,
  { backtester }: Pick<BacktestEngine, 'backtester'>,
): StoredRun {
  const document: RunDocument = {
    format: 'gimbal-backtest-run/1',
    backtester: backtester as RunDocument['backtester'],
    markets: inputs.markets.map(describeMarket),
    inForce: formatVoted(inputs.inForce),
    proposal: formatVoted(inputs.proposed),
    isAddition: inputs.isAddition,
    portfolios: inputs.portfolios.map(formatPortfolio),
    against: [...inputs.against],
    latencyBlocks: inputs.latencyBlocks,
    isWhatIf: inputs.isWhatIf,
    from: inputs.range.from,
    to: inputs.range.to,
  }
  return { run: hashText(formatRun(document)).slice(2, 18), document }
}

export function describeMarket({ manifest, dataHash }: Market): RunDocument['markets'][number] {
  return {
    name: manifest.name,
    dataHash: dataHash as `0x${string}`,
    manifestHash: computeManifestHash(manifest) as `0x${string}`,
  }
}

/** The bytes of `runs/RUN.json`. */
export function formatRun(document: RunDocument): string {
  return `${writeCanonicalJson(document)}\n`
}

/**
 * Reads `runs/RUN.json` of a store.
 *
 * @throws StoreError if it is no such document, or not the one that its name says.
 */
export function readRun(run: string, text: string, title: string): StoredRun {
  const bad = (cause?: unknown) =>
    new StoreError(title, `has no run in runs/${run}.json; start the backtest again`, { cause })
  if (hashText(text).slice(2, 18) !== run) throw bad()
  try {
    return { run, document: schema.parse(JSON.parse(text)) }
  } catch (cause) {
    throw bad(cause)
  }
}

/**
 * The inputs of a run, as far as they decide what its rules do.
 *
 * @param markets - The document's markets, opened, in its order.
 * @throws ProposalError, PortfolioError for inputs that no run has.
 */
export function restoreRunInputs(
  { inForce, proposal, portfolios, from, to, ...document }: RunDocument,
  markets: readonly Market[],
): BacktestInputs {
  return {
    title: '',
    documentHash: undefined,
    governed: '',
    isAddition: document.isAddition,
    inForce: parseVoted(inForce),
    proposed: parseVoted(proposal),
    markets: markets as unknown as BacktestInputs['markets'],
    portfolios: portfolios.map(parsePortfolio) as unknown as BacktestInputs['portfolios'],
    against: document.against,
    seed: 0n,
    latencyBlocks: document.latencyBlocks,
    isWhatIf: document.isWhatIf,
    range: { from, to },
    draws: 1,
    trials: 0,
  }
}

const hashText = (text: string): Hex & `0x${string}` => keccak256(stringToHex(text))
