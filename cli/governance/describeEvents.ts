import { decodeErrorResult, type Hex, parseEventLogs } from 'viem'
import { riskParametersEvents } from '../../abi/index.ts'
import { formatUtc } from '../../client/formatUtc.ts'
import { explainRefusal, refusalErrors } from '../../client/refusals/explainRefusal.ts'
import { type Parameters, unpackUpdate } from '../../core/index.ts'
import {
  describeMoves,
  diffConfigs,
  diffVectors,
  type FieldMove,
  fromAbiConfig,
  type MarketConfig,
  splitFigure,
  toBigints,
} from '../../governance/index.ts'
import type { RawLog } from '../../observation/index.ts'

/** Something that happened to a market, as the chain's logs tell it. */
export interface DescribedEvent {
  blockNumber: bigint
  /** Its place among the logs of the block. */
  logIndex: number
  transactionHash: Hex
  /** The contract's name for it. */
  event: string
  /** What happened, in words. */
  text: string
  /** What it changed; nothing for a market that was added. */
  changes: readonly FieldMove[]
}

interface MarketEvent {
  eventName: string
  args: Record<string, unknown>
  blockNumber: bigint
  logIndex: number
  transactionHash: Hex
}

type Described = Pick<DescribedEvent, 'text' | 'changes'>

/**
 * All events of a market.
 *
 * @param logs - Of RiskParameters, in the order of the chain.
 */
export function describeEvents(logs: readonly RawLog[], marketId: Hex): DescribedEvent[] {
  const events = parseEventLogs({ abi: riskParametersEvents, logs: logs as never })
  let config: MarketConfig | undefined
  return (events as unknown as MarketEvent[])
    .filter(({ args }) => args.marketId === marketId)
    .map(({ eventName: event, args, blockNumber, logIndex, transactionHash }) => {
      const before = config
      config = applyEvent(before, event, args)
      const described =
        describeReport(event, args) ??
        describeMove(event, args) ??
        describeVote(event, args, before, config)
      return { blockNumber, logIndex, transactionHash, event, ...described }
    })
}

/** The configuration after an event; undefined before the market was added. */
function applyEvent(
  config: MarketConfig | undefined,
  event: string,
  args: Record<string, unknown>,
): MarketConfig | undefined {
  if (event === 'MarketAdded') return fromAbiConfig(args.config as MarketConfig)
  if (config === undefined) return undefined
  const set = (name: string): never => toBigints(args[name]) as never
  switch (event) {
    case 'PolicySet':
      return { ...config, policy: set('newPolicy') }
    case 'BoundsSet':
      return { ...config, bounds: set('newBounds') }
    case 'FallbackSet':
      return { ...config, fallbackVector: set('newVector') }
    case 'ReportersSet':
      return { ...config, reporters: set('newReporters'), threshold: set('newThreshold') }
    case 'FreshnessSet':
      return { ...config, freshness: set('newFreshness') }
    case 'SourceSet':
      return { ...config, source: set('newSource') }
    case 'ModelSet':
      return { ...config, model: set('newModel'), coreHash: set('newCoreHash') }
    default:
      return config
  }
}

/** A report that was taken, or failed in a batch. */
function describeReport(event: string, args: Record<string, unknown>): Described | undefined {
  if (event === 'PushFailed') {
    const when = formatUtc(BigInt(args.observedAt as number))
    return {
      text: `a report on ${when} was refused: ${explainFailure(args.refusal as Hex)}`,
      changes: [],
    }
  }
  if (event !== 'Updated') return undefined
  const { oldValues, newValues, observedAt, blockNumber } = unpackUpdate(args.words as never)
  const changes = diffVectors(oldValues, newValues)
  const evidence = `evidence of block ${blockNumber}, ${formatUtc(observedAt)}`
  return {
    text:
      changes.length === 0
        ? `value confirmed by ${evidence}`
        : `value updated by ${evidence}, ${describeMoves(oldValues, newValues)}`,
    changes,
  }
}

function explainFailure(refusal: Hex): string {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: refusalErrors, data: refusal })
    return explainRefusal('push', errorName, args as readonly unknown[]) ?? errorName
  } catch {
    // Of a reporter that is a contract, or of a model: any bytes.
    return refusal === '0x' ? 'no reason was given' : `the error ${refusal.slice(0, 10)}`
  }
}

/** A value that moved with its bounds. */
function describeMove(event: string, args: Record<string, unknown>): Described | undefined {
  if (event !== 'ValueMoved') return undefined
  const [from, to] = [args.oldValues, args.newValues].map(toBigints) as [Parameters, Parameters]
  return { text: `value moved, ${describeMoves(from, to)}`, changes: diffVectors(from, to) }
}

function describeVote(
  event: string,
  { account }: Record<string, unknown>,
  before: MarketConfig | undefined,
  after: MarketConfig | undefined,
): Described {
  const words = event.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim()
  const changes =
    before === undefined || after === undefined
      ? []
      : diffConfigs(before, after).map(({ label, from, to }) => ({
          label,
          from: dropRaw(from?.text),
          to: dropRaw(to.text),
        }))
  return { text: `${words}${account === undefined ? '' : ` by ${account}`}`, changes }
}

// A history is read by people: without what the contract counts in.
const dropRaw = (text = 'none'): string => splitFigure(text).shown
