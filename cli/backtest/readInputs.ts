import { createInputs, DEFAULT_MARKET } from '../../backtest/orchestrate/createInputs.ts'
import type { BacktestInputs } from '../../backtest/orchestrate/inputs.ts'
import { parsePortfolio } from '../../backtest/portfolios/document.ts'
import { PortfolioError } from '../../backtest/portfolios/errors.ts'
import type { PortfolioDocument } from '../../backtest/portfolios/schema.ts'
import { readMarkets } from '../../client/readMarkets.ts'
import { findNearest } from '../../core/findNearest.ts'
import { parseYaml, YamlSyntaxError } from '../../files/parseYaml.ts'
import { applySettings, readSettings } from '../../governance/index.ts'
import { openMarket } from '../../market/files/openMarket.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import type { Market } from '../../market/manifest.ts'
import { ruleIds } from '../../strategy/rules/standardRules.ts'
import { openSession } from '../governance/session.ts'
import { readArgumentFile } from '../io/readArgumentFile.ts'
import { UsageError } from '../program/errors.ts'
import { readTime } from '../program/readOptions.ts'
import { exampleConfig } from './exampleMarket.ts'
import type { BacktestFlags } from './flags.ts'
import {
  type PolicyOptions,
  readPolicyDocument,
  requireStandardModel,
} from './readPolicyDocument.ts'

/**
 * What a command line asks to run; trials are not counted yet.
 *
 * @throws UsageError, ProposalError, PortfolioError and what opening a market throws.
 */
export async function readInputs(
  subject: string | undefined,
  flags: BacktestFlags,
): Promise<Omit<BacktestInputs, 'trials'>> {
  const range = readRange(flags)
  const seed = readSeed(flags.seed)
  const latencyBlocks = readLatency(flags)
  const against = flags.against === undefined ? undefined : readRules(flags.against)
  const portfolios = await readPortfolios(flags.portfolio)
  const read = await readPolicyDocument(subject, await readInForce(flags))
  requireStandardModel(read.proposed)
  const names = (flags.market ?? DEFAULT_MARKET).split(',').map((name) => name.trim())
  const [first, ...more] = await Promise.all(names.map(openMarket))
  if (first === undefined) throw new UsageError('--market is empty; name a market')
  const markets = [first, ...more] as const
  for (const market of markets) requireRows(market, range)
  checkNames(markets)
  const isWhatIf = flags['what-if']
  return createInputs(read, {
    markets,
    portfolios,
    against,
    seed,
    latencyBlocks,
    isWhatIf,
    range,
  })
}

/** A result, and a basket, know a market by its name. */
function checkNames(markets: readonly Market[]): void {
  const names = markets.map(({ manifest }) => manifest.name)
  const twice = names.find((name, index) => names.indexOf(name) < index)
  if (twice === undefined) return
  throw new UsageError(
    `--market has two markets whose market.json names them ${twice}; name each market once, or give one of them another name there`,
  )
}

async function readInForce(flags: BacktestFlags): Promise<PolicyOptions> {
  const { of, 'in-force': where } = flags
  if (where === undefined) return { of }
  if (where === 'network') {
    const { network, client } = await openSession(flags)
    const { riskParameters } = network.addresses
    const { markets } = await readMarkets(client, riskParameters, network.startBlock)
    return { of, markets }
  }
  const settings = readSettings(await readArgumentFile('in-force', where))
  return { of, base: applySettings(exampleConfig, settings) }
}

function readRange({ from, to }: BacktestFlags): BacktestInputs['range'] {
  const fromAt = from === undefined ? undefined : Number(readTime('from', from))
  const toAt = to === undefined ? undefined : Number(readTime('to', to))
  if (fromAt !== undefined && toAt !== undefined && toAt <= fromAt) {
    throw new UsageError('--to is not after --from; give a later time')
  }
  return { from: fromAt, to: toAt }
}

/** A stretch that a market has nothing of would be a run without time. */
function requireRows(
  { manifest: { name, partitions } }: Market,
  { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY }: BacktestInputs['range'],
): void {
  const firstAt = Math.min(...partitions.map((of) => of.firstAt))
  const lastAt = Math.max(...partitions.map((of) => of.lastAt))
  if (from < lastAt && to > firstAt) return
  const [begin, end] = [firstAt, lastAt].map((at) => formatMinute(BigInt(at)))
  throw new UsageError(
    `--from and --to leave nothing of ${name}, which has ${begin} to ${end} UTC; give times within it`,
  )
}

function readSeed(text: string): bigint {
  const seed = /^\d{1,20}$/.test(text) ? BigInt(text) : -1n
  if (seed >= 0n && seed < 2n ** 64n) return seed
  throw new UsageError(`--seed is ${text}; give a whole number from 0 to 18446744073709551615`)
}

function readLatency({ latency, 'what-if': isWhatIf = false }: BacktestFlags): number | undefined {
  if (latency === undefined) return undefined
  const blocks = /^\d{1,6}$/.test(latency) ? Number(latency) : Number.NaN
  if (blocks >= 1 || (blocks === 0 && isWhatIf)) return blocks
  const advice =
    blocks === 0
      ? 'no order fills in the block of its decision; add --what-if to see it all the same'
      : 'give a number of blocks from 1 to 999999'
  throw new UsageError(`--latency is ${latency}; ${advice}`)
}

function readRules(text: string): string[] {
  const ids = text.split(',').map((id) => id.trim())
  const unknown = ids.find((id) => !ruleIds.includes(id))
  if (unknown !== undefined) {
    const nearest = findNearest(unknown, ruleIds)
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`
    throw new UsageError(`--against has ${unknown}${hint}; the rules are ${ruleIds.join(', ')}`)
  }
  return [...new Set(ids)]
}

async function readPortfolios(
  file: string | undefined,
): Promise<BacktestInputs['portfolios'] | undefined> {
  if (file === undefined) return undefined
  const text = await readArgumentFile('portfolio', file)
  let value: unknown
  try {
    value = parseYaml(text, { aliases: false }).value
  } catch (cause) {
    if (!(cause instanceof YamlSyntaxError)) throw cause
    throw new UsageError(`${file} is neither YAML nor JSON (${cause.message})`, { cause })
  }
  const values = Array.isArray(value)
    ? value.map((of: unknown, index) => parseOne(file, of, `portfolio ${index + 1}: `))
    : [parseOne(file, value)]
  const [first, ...more] = values
  if (first === undefined) throw new UsageError(`${file} has no portfolio; give one at least`)
  return [first, ...more]
}

/** One of a file; what is wrong says in which of a list, counted from 1. */
function parseOne(file: string, value: unknown, place = ''): PortfolioDocument {
  try {
    return parsePortfolio(value)
  } catch (cause) {
    if (!(cause instanceof PortfolioError)) throw cause
    const lines = cause.message.split('\n').map((line) => `${place}${line}`)
    const advice = `${file} is no portfolio; docs/examples/portfolios/ has one of each kind`
    throw new UsageError([advice, ...lines], { cause })
  }
}
