import { type Hex, zeroAddress } from 'viem'
import type { BacktestSubject } from '../../backtest/orchestrate/createInputs.ts'
import { listSettingsChanges } from '../../backtest/proposal/listSettingsChanges.ts'
import {
  applySettings,
  completeDraft,
  type Document,
  type Draft,
  formatMarket,
  hashDocument,
  isSettings,
  type MarketConfig,
  readDraft,
  readSettings,
} from '../../governance/index.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { UsageError } from '../program/errors.ts'
import { EXAMPLE_MARKET_ID, exampleConfig } from './exampleMarket.ts'

/** What a document makes of a market's settings. */
export interface PolicyDocument extends BacktestSubject {
  /** The draft, completed; undefined for bare settings. */
  document: Document | undefined
}

export interface PolicyOptions {
  /** What is in force; without it the example of the local stack, for every market that the document names. */
  markets?: ReadonlyMap<Hex, MarketConfig> | undefined
  /** Stands for what is in force where `markets` is not given; the example of the local stack. */
  base?: MarketConfig | undefined
  /** Name of the market, where the document changes several. */
  of?: string | undefined
  /** Hashes of blocks that the network keeps. */
  historyBlocks?: bigint | undefined
}

/**
 * Reads what `gimbal propose` takes, a draft or a whole document, or bare settings of a market as `gimbal params get` shows
 * them: `policy`, `bounds`, `fallback`, `freshness`, of each any field. `-` is standard input.
 *
 * @throws UsageError if the file cannot be read, or it is not clear which market is meant; ProposalError for what is wrong
 *   in it.
 */
export async function readPolicyDocument(
  file: string | undefined,
  options: PolicyOptions = {},
): Promise<PolicyDocument> {
  return parsePolicyDocument(await readArgumentFile('draft', file), options)
}

/** Only the standard model is here to be run. @throws UsageError for settings with a model of their own. */
export function requireStandardModel({ model }: MarketConfig): void {
  if (model === zeroAddress) return
  throw new UsageError(
    'the draft gives the market a model of its own, which is not here to be run; only the standard model is',
  )
}

/** The same, of its text. */
export function parsePolicyDocument(text: string, options: PolicyOptions): PolicyDocument {
  if (isSettings(text)) return applyBareSettings(text, options)
  const draft = readDraft(text)
  const markets = options.markets ?? stateExamples(draft, options.base)
  const document = completeDraft(draft, markets, options.historyBlocks)
  const touched = listSettingsChanges(document, markets, options.base ?? exampleConfig)
  const change = choose(touched, options.of)
  return {
    title: document.title,
    market: change.market,
    inForce: change.inForce,
    proposed: change.proposed,
    document,
    documentHash: hashDocument(document),
    isAddition: change.isAddition,
  }
}

function applyBareSettings(text: string, { markets, base, of }: PolicyOptions): PolicyDocument {
  const known = markets ?? new Map([[EXAMPLE_MARKET_ID, base ?? exampleConfig]])
  const settings = [...known].map(([id, config]) => ({ market: id, inForce: config }))
  const { market, inForce } = choose(settings, of)
  return {
    title: `Settings of ${formatMarket(market)}`,
    market,
    inForce,
    proposed: applySettings(inForce, readSettings(text)),
    document: undefined,
    documentHash: undefined,
    isAddition: false,
  }
}

/** Each market that a draft changes has the example's settings, but for those that it adds itself. */
function stateExamples(
  { changes }: Draft,
  base: MarketConfig = exampleConfig,
): Map<Hex, MarketConfig> {
  const added = new Set(changes.flatMap((of) => (of.change === 'market' ? [of.market] : [])))
  const named = changes.flatMap((of) => (of.change === 'model' ? of.markets : [of.market]))
  return new Map(named.filter((id) => !added.has(id)).map((id) => [id, base]))
}

function choose<Subject extends { market: Hex }>(
  subjects: readonly Subject[],
  of: string | undefined,
): Subject {
  if (subjects.length === 0) {
    throw new UsageError(
      'the document changes no market of this chain, and only such a market is replayed; give one that does',
    )
  }
  const names = subjects.map(({ market }) => formatMarket(market))
  const index = of === undefined ? 0 : names.indexOf(of)
  const chosen = subjects[index]
  if (of === undefined && subjects.length > 1) {
    const advice = `name one with --of: ${names.join(', ')}`
    throw new UsageError(`the document is about ${names.length} markets; ${advice}`)
  }
  if (chosen !== undefined) return chosen
  throw new UsageError(`--of is ${of}; the document is about ${names.join(', ') || 'no market'}`)
}
