import { type Abi, decodeErrorResult } from 'viem'
import { packVector, parameterFields, unpackUpdate } from '../../../core/index.ts'
import { readArtifact } from '../../../stack/local/artifacts.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { formatFactId, formatNumberId } from '../../subgraph/support/ids.ts'
import type { Entity, IndexReader } from '../../subgraph/support/indexReader.ts'
import type { ChainEvent, ChainRecord } from './chainRecord.ts'

// In the order of the contracts' enums.
const STATUSES = ['UNKNOWN', 'ACTIVE', 'STALE', 'HALTED', 'FALLBACK']
const SUPPORTS = ['AGAINST', 'FOR', 'ABSTAIN']

type Describe = (event: ChainEvent) => Entity

const settings: Readonly<
  Record<string, [event: string, describe: (args: ChainEvent['args']) => Entity]>
> = {
  policyVersions: ['PolicySet', ({ config, newPolicy }) => plain(config?.policy ?? newPolicy)],
  boundsVersions: ['BoundsSet', ({ config, newBounds }) => plain(config?.bounds ?? newBounds)],
  fallbackVersions: [
    'FallbackSet',
    ({ config, newVector }) => ({ values: plain(config?.fallbackVector ?? newVector) }),
  ],
  freshnessVersions: [
    'FreshnessSet',
    ({ config, newFreshness }) => plain(config?.freshness ?? newFreshness),
  ],
  reportersVersions: [
    'ReportersSet',
    ({ config, newReporters: reporters, newThreshold: threshold }) => {
      return plain(
        config
          ? { reporters: config.reporters, threshold: config.threshold }
          : { reporters, threshold },
      )
    },
  ],
  sourceVersions: ['SourceSet', ({ config, newSource }) => plain(config?.source ?? newSource)],
  modelVersions: [
    'ModelSet',
    ({ config, newModel: model, newCoreHash: coreHash }) => {
      return plain(
        config ? { model: config.model, coreHash: config.coreHash } : { model, coreHash },
      )
    },
  ],
}

/** Every fact that the index should hold of the events of these contracts, by collection, in the index's form. */
export function computeExpectedFacts({ events }: ChainRecord): Record<string, Entity[]> {
  const list = (names: readonly string[], describe: Describe) =>
    events
      .filter(({ eventName }) => names.includes(eventName))
      .map((event) => ({ ...describeEvent(event), ...describe(event) }))
  const inForce = (at: ChainEvent, name: string) => {
    const before = events.slice(0, events.indexOf(at))
    const found = before.findLast(({ eventName }) => ['MarketAdded', name].includes(eventName))
    return formatFactId(found as ChainEvent)
  }
  const versions = Object.entries(settings).map(([collection, [name, describe]]) => {
    const rows = list(['MarketAdded', name], ({ args }) => describe(args))
    return [collection, rows.map((row) => ({ ...dateVersion(row), market: LOCAL_MARKET_ID }))]
  })
  return {
    ...Object.fromEntries(versions),
    parametersUpdates: list(['Updated'], (event) => {
      const { observation, target, oldValues, newValues, limits, ...rest } = unpackUpdate(
        event.args.words,
      )
      const isConfirmed = packVector(oldValues) === packVector(newValues)
      return {
        kind: isConfirmed ? 'CONFIRMED' : 'UPDATED',
        market: LOCAL_MARKET_ID,
        ...plain({ observedAt: rest.observedAt, observedBlockNumber: rest.blockNumber }),
        ...plain({ sender: event.sender }),
        ...plain(observation),
        target: plain(target),
        oldValues: plain(oldValues),
        newValues: plain(newValues),
        limits: parameterFields.map((field) => limits[field].toUpperCase()),
        policy: inForce(event, 'PolicySet'),
        bounds: inForce(event, 'BoundsSet'),
        evidenceKind: 'SIGNED',
        measurement: null,
        // The index has an observation of every report's end but the first one's, which was made up before.
        difference:
          event === events.find(({ eventName }) => eventName === 'Updated')
            ? null
            : formatFactId(event),
      }
    }),
    pushFailures: list(['PushFailed'], ({ args: { marketId, observedAt, refusal }, sender }) => ({
      market: marketId === LOCAL_MARKET_ID ? marketId : null,
      ...plain({ marketId, observedAt, refusal, sender }),
      refusalName: decodeErrorResult({ abi: errorsAbi(), data: refusal }).errorName,
    })),
    valueMoves: list(['ValueMoved'], ({ args: { oldValues, newValues } }) => ({
      market: LOCAL_MARKET_ID,
      ...plain({ oldValues, newValues }),
    })),
    marketSwitches: list(
      ['MarketHalted', 'MarketOnFallback', 'MarketResumed'],
      ({ eventName, args: { account } }) => ({
        kind: { MarketHalted: 'HALTED', MarketOnFallback: 'ON_FALLBACK' }[eventName] ?? 'RESUMED',
        market: LOCAL_MARKET_ID,
        ...plain({ account }),
      }),
    ),
    votes: list(['VoteCast'], ({ args, sender }) => ({
      proposal: formatNumberId(args.proposalId),
      ...plain({ voter: args.voter, reason: args.reason, weightVotes: args.weight, sender }),
      support: SUPPORTS[args.support],
      way: sender.toLowerCase() === args.voter.toLowerCase() ? 'CHAIN' : 'SIGNATURE',
      signedAt: null,
      isCounted: true,
      replacedBy: null,
    })),
    rebalances: list(['Rebalanced'], ({ address, args }) => {
      const { status, soldRisky, quoteAmount, weightBeforePips, weightAfterPips, ...rest } = args
      const { targetWeightPips: aim, costQuote, navQuote } = rest
      return plain({
        ...rest,
        vault: address,
        status: STATUSES[status],
        isRiskySold: soldRisky,
        weightBeforePips,
        weightAfterPips,
        tradedQuote: quoteAmount,
        navUsd6: navQuote,
        driftBeforePips: Math.abs(weightBeforePips - aim),
        driftAfterPips: Math.abs(weightAfterPips - aim),
        costPips: quoteAmount === 0n ? 0n : (costQuote * 1_000_000n) / quoteAmount,
      })
    }),
    vaultDeposits: list(['Deposit'], ({ address, args: { assets, ...rest } }) =>
      plain({ ...rest, vault: address, assetsQuote: assets }),
    ),
    vaultWithdrawals: list(['Withdraw'], ({ address, args: { assets, ...rest } }) =>
      plain({ ...rest, vault: address, assetsQuote: assets }),
    ),
    vaultRedemptionInKinds: list(['RedeemedInKind'], ({ address, args }) => {
      const { quoteAmount, ...rest } = args
      return plain({ ...rest, vault: address, assetsQuote: quoteAmount })
    }),
    // Nothing of all this is strange to the index.
    skippedFacts: [],
    skippedVotes: [],
  }
}

const vectorFields = ['target', 'oldValues', 'newValues', 'values'].concat([
  'min',
  'max',
  'stepUp',
  'stepDown',
  'budget',
])

/** A collection with its vectors in place of their ids. */
export async function readFacts(reader: IndexReader, collection: string): Promise<Entity[]> {
  const vectors = await reader.readAll('parameterVectors')
  const byId = new Map(vectors.map(({ id, ...vector }) => [id, vector]))
  return (await reader.readAll(collection)).map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        return [name, vectorFields.includes(name) ? (byId.get(value) ?? value) : value]
      }),
    ),
  )
}

function describeEvent(event: ChainEvent): Entity {
  const { blockNumber, blockAt, transactionHash } = event
  return { id: formatFactId(event), ...plain({ blockNumber, blockAt, transactionHash }) }
}

function dateVersion({ blockNumber, blockAt, ...row }: Entity): Entity {
  return { ...row, fromBlockNumber: blockNumber, fromAt: blockAt }
}

/** Numbers as decimal text, addresses in lower case, as graph-node writes them. */
export function plain(values: object): Entity {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toPlain(value)]))
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return `${value}`
  if (typeof value === 'string' && value.startsWith('0x')) return value.toLowerCase()
  if (Array.isArray(value)) return value.map(toPlain)
  return value !== null && typeof value === 'object' ? plain(value) : value
}

function errorsAbi(): Abi {
  return readArtifact('RiskParameters').abi
}
