/** Random documents that the contract accepts as far as one can tell without a chain. */
import fc from 'fast-check'
import { type Address, getAddress, type Hex, toHex, zeroAddress, zeroHash } from 'viem'
import type { Bounds, ParameterField, Parameters, Policy } from '../../../core/index.ts'
import { listChangeKeys } from '../../../governance/changeKey.ts'
import {
  boundsGroups,
  boundsSpecs,
  type FieldSpec,
  policySpecs,
  type RemoteTiming,
  sourceSpecs,
  vectorSpecs,
} from '../../../governance/fields.ts'
import {
  type Change,
  type Document,
  type Freshness,
  type MarketConfig,
  type ModelConfig,
  parseMarket,
  type RemoteChange,
  type SourceConfig,
} from '../../../governance/index.ts'
import { text } from '../../../governance/scalars.ts'

const YEAR_SEC = 31_557_600n

/** A number of a range, often at its edge. */
const anyWithin = (min: bigint, max: bigint): fc.Arbitrary<bigint> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.bigInt({ min, max }) },
    { weight: 1, arbitrary: fc.constantFrom(min, max) },
  )

/** A number of a field, its mark for "no limit" included. */
const anyOf = ({ min, max, noLimit = max }: FieldSpec) =>
  fc.oneof(
    { weight: 9, arbitrary: anyWithin(min, max) },
    { weight: 1, arbitrary: fc.constant(noLimit) },
  )

function anyGroup<Values>(specs: readonly FieldSpec[]): fc.Arbitrary<Values> {
  const record = Object.fromEntries(specs.map((spec) => [spec.field, anyOf(spec)]))
  return fc.record(record, { noNullPrototype: true }) as fc.Arbitrary<Values>
}

/** Bounds, and a fallback within them. */
const anyBounded: fc.Arbitrary<{ bounds: Bounds; fallback: Parameters }> = fc
  .tuple(
    anyGroup<Parameters>(vectorSpecs),
    anyGroup<Parameters>(vectorSpecs),
    anyGroup<Parameters>(vectorSpecs),
    anyGroup<Parameters>(boundsGroups.stepUp),
    anyGroup<Parameters>(boundsGroups.stepDown),
    anyGroup<Parameters>(boundsGroups.budget),
    anyGroup<Pick<Bounds, 'budgetWindowSec' | 'cooldownSec'>>(boundsSpecs),
  )
  .map(([a, b, c, stepUp, stepDown, budget, times]) => {
    const ordered = (place: number) =>
      Object.fromEntries(
        vectorSpecs.map(({ field }) => [
          field,
          [a, b, c]
            .map((vector) => vector[field as ParameterField])
            .toSorted((x, y) => (x < y ? -1 : 1))[place],
        ]),
      ) as unknown as Parameters
    const bounds = { min: ordered(0), max: ordered(2), stepUp, stepDown, budget, ...times }
    return { bounds, fallback: ordered(1) }
  })

const anyPolicy = anyGroup<Policy>(policySpecs)

/** Freshness that allows an epoch. */
const anyFreshness = (epochSec: bigint): fc.Arbitrary<Freshness> =>
  anyWithin(epochSec, YEAR_SEC).chain((maxAgeSec) =>
    fc.record(
      {
        maxAgeSec: fc.constant(maxAgeSec),
        reportAgeSec: anyWithin(1n, maxAgeSec),
        reportAgeBlocks: anyWithin(1n, 8_191n),
      },
      { noNullPrototype: true },
    ),
  )

const anyAddress: fc.Arbitrary<Address> = anyWithin(1n, 2n ** 160n - 1n).map((value) =>
  getAddress(toHex(value, { size: 20 })),
)

const anyReporters = fc
  .uniqueArray(anyAddress, { minLength: 1, maxLength: 32 })
  .chain((addresses) =>
    fc.record(
      {
        reporters: fc.constant(addresses.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))),
        threshold: fc.bigInt({ min: 1n, max: BigInt(addresses.length) }),
      },
      { noNullPrototype: true },
    ),
  )

/** How far the mean price may be from the signed one is said with a feed, and with a feed only. */
const withDeviation = (source: SourceConfig): SourceConfig => {
  const { priceFeed, maxPriceDeviationPips: pips } = source
  const least = pips > 0n ? pips : 1n
  return { ...source, maxPriceDeviationPips: priceFeed === zeroAddress ? 0n : least }
}

const anySource: fc.Arbitrary<SourceConfig> = fc.boolean().chain((hasPools) => {
  const pool = hasPools ? anyAddress : fc.constant(zeroAddress)
  const addresses = fc.record(
    {
      pool,
      nativePool: pool,
      portfolio: fc.oneof(anyAddress, fc.constant(zeroAddress)),
      gasPriceOracle: fc.oneof(anyAddress, fc.constant(zeroAddress)),
      isQuoteToken0: fc.boolean(),
      quoteDecimals: anyWithin(0n, 255n),
      isNativeToken0: fc.boolean(),
      nativeQuoteDecimals: anyWithin(0n, 255n),
      hasGasLimit: fc.boolean(),
      priceFeed: fc.oneof(anyAddress, fc.constant(zeroAddress)),
    },
    { noNullPrototype: true },
  )
  const numbers = anyGroup<Omit<SourceConfig, keyof typeof addresses>>(sourceSpecs)
  return fc.tuple(addresses, numbers).map((parts) => withDeviation(Object.assign({}, ...parts)))
})

const anyWord = (min: bigint) =>
  anyWithin(min, 2n ** 256n - 1n).map((value) => toHex(value, { size: 32 }))

/** The standard model, or another one with its core. */
const anyModel: fc.Arbitrary<ModelConfig> = fc.oneof(
  fc.constant({ model: zeroAddress, coreHash: zeroHash }),
  fc.record({ model: anyAddress, coreHash: anyWord(1n) }, { noNullPrototype: true }),
)

export const anyConfig: fc.Arbitrary<MarketConfig> = fc
  .tuple(anyPolicy, anyBounded, anySource, anyModel, anyReporters)
  .chain(([policy, { bounds, fallback }, source, model, reporters]) =>
    anyFreshness(policy.epochSec).map((freshness) => ({
      policy,
      bounds,
      fallbackVector: fallback,
      freshness,
      source,
      ...model,
      ...reporters,
    })),
  )

/** Any text that documents allow: every script, signs of Markdown and YAML, several lines. */
function anyText(maxLength: number, minLength: number): fc.Arbitrary<string> {
  const signs = fc.constantFrom(...'`~#*-:|>[]{}&!%@\'"\\', '\n', '\n\n', '```\n', '# ', '- ', ': ')
  return fc
    .array(fc.oneof(signs, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 20 })
    .map((parts) => parts.join('').trim())
    .filter((value) => value.length >= minLength && text(maxLength).safeParse(value).success)
}

const anyMarket: fc.Arbitrary<Hex> = fc.oneof(
  fc.stringMatching(/^[a-z0-9-]{1,31}$/).map((name) => parseMarket(name) as Hex),
  anyWord(0n),
)

const anyChange: fc.Arbitrary<Change> = fc
  .record({
    market: anyMarket,
    rationale: anyText(400, 1),
    config: anyConfig,
    others: fc.uniqueArray(anyMarket, { maxLength: 3 }),
    kind: fc.nat(8),
  })
  .map(({ market, rationale, config, others, kind }): Change => {
    const { policy, bounds, fallbackVector: fallback, freshness } = config
    const { source, model, coreHash, reporters, threshold } = config
    const markets = [...new Set([market, ...others])]
    const on = { market, rationale }
    const kinds: Change[] = [
      { change: 'policy', ...on, policy },
      { change: 'bounds', ...on, bounds },
      { change: 'fallback', ...on, fallback },
      { change: 'reporters', ...on, reporters, threshold },
      { change: 'freshness', ...on, freshness },
      { change: 'source', ...on, source },
      { change: 'model', rationale, markets, model, coreHash },
      {
        change: 'market',
        ...on,
        policy,
        bounds,
        fallback,
        freshness,
        source,
        model,
        coreHash,
        reporters,
        threshold,
      },
      { change: 'resume', ...on },
    ]
    return kinds[kind] as Change
  })

const anyTiming: fc.Arbitrary<RemoteTiming> = anyWithin(60n, 604_800n).chain((epochSec) =>
  anyWithin(epochSec, YEAR_SEC).chain((maxAgeSec) =>
    fc.record(
      {
        epochSec: fc.constant(epochSec),
        maxAgeSec: fc.constant(maxAgeSec),
        messageAgeSec: anyWithin(1n, maxAgeSec),
      },
      { noNullPrototype: true },
    ),
  ),
)

/** A change on one of some other chains. */
const anyRemoteChange = (chainIds: readonly bigint[]): fc.Arbitrary<RemoteChange> =>
  fc
    .record({
      chainId: fc.constantFrom(...chainIds),
      market: anyMarket,
      rationale: anyText(400, 1),
      bounded: anyBounded,
      timing: anyTiming,
      isResumption: fc.boolean(),
    })
    .map(({ chainId, market, rationale, bounded, timing, isResumption }): RemoteChange => {
      const on = { chainId, market, rationale }
      return isResumption
        ? { change: 'remote-resume', ...on }
        : { change: 'remote-market', ...on, ...bounded, timing }
    })

/** A document that changes this chain, others, or both. */
export const anyDocumentWithRemotes = (chainIds: readonly bigint[]): fc.Arbitrary<Document> =>
  fc.record(
    {
      title: anyText(120, 1).filter((value) => !/[\n\t]/.test(value)),
      summary: anyText(200, 0),
      changes: fc
        .tuple(
          anyRemoteChange(chainIds),
          fc.array(fc.oneof(anyRemoteChange(chainIds), anyChange), { maxLength: 3 }),
        )
        .map(([first, others]) => dropRepeated([...others, first])),
    },
    { noNullPrototype: true },
  )

export const anyDocument: fc.Arbitrary<Document> = fc.record(
  {
    title: anyText(120, 1).filter((value) => !/[\n\t]/.test(value)),
    summary: anyText(1_000, 0),
    changes: fc.array(anyChange, { minLength: 1, maxLength: 4 }).map(dropRepeated),
  },
  { noNullPrototype: true },
)

/** Only the first change of each kind for a market stays. */
function dropRepeated(changes: readonly Change[]): Change[] {
  const seen = new Set<string>()
  return changes.filter((change) => {
    const keys = listChangeKeys(change)
    if (keys.some((key) => seen.has(key))) return false
    for (const key of keys) seen.add(key)
    return true
  })
}
