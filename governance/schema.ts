import { zeroAddress, zeroHash } from 'viem'
import { z } from 'zod'
import type { Document, Draft, DraftChange, Settings } from './document.ts'
import {
  type BoundsGroup,
  boundsGroups,
  boundsSpecs,
  type FieldSpec,
  freshnessSpecs,
  policySpecs,
  sourceSpecs,
  timingSpecs,
  vectorSpecs,
} from './fields.ts'
import {
  boundsMeanings,
  otherMeanings,
  parameterMeanings,
  policyMeanings,
  timingMeanings,
} from './meanings.ts'
import { address, amount, count, hash, market, model, STANDARD_MODEL, text } from './scalars.ts'

const MAX_TITLE_LENGTH = 120
const MAX_TEXT_LENGTH = 20_000
const MAX_CHANGES = 20
const MAX_REPORTERS = 32
const MAX_MARKETS = 32
const U8_MAX = 255

/** One amount a field, under the names of documents. */
const amounts = (specs: readonly FieldSpec[], meanings: Meanings) =>
  Object.fromEntries(specs.map((spec) => [spec.name, amount(spec, meanings[spec.name] ?? '')]))

type Meanings = Readonly<Record<string, string>>

/** From the names of documents to those of the contract. */
const rename = (specs: readonly FieldSpec[]) => (values: Record<string, unknown>) => {
  const fields = new Map(specs.map(({ name, field }) => [name, field]))
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [fields.get(name) ?? name, value]))
}

/** A group of fields; of a partial one, any of them. */
function group(specs: readonly FieldSpec[], meanings: Meanings, isPartial: boolean) {
  const schema = z.strictObject(amounts(specs, meanings))
  return (isPartial ? schema.partial() : schema).transform(rename(specs))
}

const explainBounds = (group: BoundsGroup): Meanings =>
  Object.fromEntries(
    Object.entries(parameterMeanings).map(([name, meaning]) => [
      name,
      `${meaning}; ${boundsMeanings[group]}`,
    ]),
  )

function boundsSchema(isPartial: boolean) {
  const groups = Object.entries(boundsGroups).map(([name, specs]) => [
    name,
    group(specs, explainBounds(name as BoundsGroup), isPartial),
  ])
  const schema = z.strictObject({
    ...Object.fromEntries(groups),
    ...amounts(boundsSpecs, otherMeanings),
  })
  return (isPartial ? schema.partial() : schema).transform(rename(boundsSpecs))
}

const sourceAmounts = amounts(sourceSpecs, otherMeanings)

const sourceShape = {
  pool: address,
  nativePool: address,
  portfolio: address,
  gasPriceOracle: address,
  isQuoteToken0: z.boolean('true or false'),
  quoteDecimals: count(0, U8_MAX),
  isNativeToken0: z.boolean('true or false'),
  nativeQuoteDecimals: count(0, U8_MAX),
  hasGasLimit: z.boolean('true or false'),
  priceFeed: address,
  ...sourceAmounts,
}

function sourceSchema(isPartial: boolean) {
  const schema = z.strictObject(sourceShape)
  return (isPartial ? schema.partial() : schema).transform(rename(sourceSpecs))
}

/** The source of a market that is drafted. Few have a feed of signed prices: without one, nothing is said of it. */
const newSourceSchema = z
  .strictObject({
    ...sourceShape,
    priceFeed: address.prefault(zeroAddress),
    maxPriceDeviation: sourceAmounts.maxPriceDeviation?.prefault(0),
  })
  .transform(rename(sourceSpecs))

/** The standard model is no contract, and has no hash of its own; rules.ts compares the two. */
const modelShape = {
  model: model.transform((value) => (value === STANDARD_MODEL ? zeroAddress : value)),
  coreHash: hash.optional().transform((value) => value ?? zeroHash),
}

const reportersText = `1 to ${MAX_REPORTERS} addresses`
const reportersShape = {
  reporters: z
    .array(address, reportersText)
    .min(1, reportersText)
    .max(MAX_REPORTERS, reportersText),
  threshold: count(1, MAX_REPORTERS),
}

const marketsText = `1 to ${MAX_MARKETS} markets`
const markets = z.array(market, marketsText).min(1, marketsText).max(MAX_MARKETS, marketsText)

const chainId = count(1, Number.MAX_SAFE_INTEGER)

const title = text(MAX_TITLE_LENGTH)
  .min(1, 'one line of text')
  .refine((value) => !/[\n\t]/.test(value), 'one line of text, without tabs')

const changeKinds = [
  'policy',
  'bounds',
  'fallback',
  'reporters',
  'freshness',
  'source',
  'model',
  'market',
  'resume',
  'remote-market',
  'remote-resume',
].join(', ')

function changeSchema(isPartial: boolean) {
  const rationale = text(MAX_TEXT_LENGTH).min(1, 'the reason for the change, in words')
  const reporters = z.object(reportersShape)
  const on = (change: string, shape: z.ZodRawShape) =>
    z.strictObject({ change: z.literal(change), market, rationale, ...shape })
  return z.discriminatedUnion(
    'change',
    [
      on('policy', { policy: group(policySpecs, policyMeanings, isPartial) }),
      on('bounds', { bounds: boundsSchema(isPartial) }),
      on('fallback', { fallback: group(vectorSpecs, parameterMeanings, isPartial) }),
      on('reporters', (isPartial ? reporters.partial() : reporters).shape),
      on('freshness', { freshness: group(freshnessSpecs, otherMeanings, isPartial) }),
      on('source', { source: sourceSchema(isPartial) }),
      on('market', {
        policy: group(policySpecs, policyMeanings, false),
        bounds: boundsSchema(false),
        fallback: group(vectorSpecs, parameterMeanings, false),
        freshness: group(freshnessSpecs, otherMeanings, false),
        source: isPartial ? newSourceSchema : sourceSchema(false),
        ...modelShape,
        ...(isPartial && { model: modelShape.model.prefault(STANDARD_MODEL) }),
        ...reportersShape,
      }),
      on('resume', {}),
      on('remote-market', {
        chainId,
        bounds: boundsSchema(false),
        fallback: group(vectorSpecs, parameterMeanings, false),
        timing: group(timingSpecs, timingMeanings, false),
      }),
      on('remote-resume', { chainId }),
      z.strictObject({ change: z.literal('model'), markets, rationale, ...modelShape }),
    ],
    { error: `one of ${changeKinds}` },
  )
}

function proposalSchema(isPartial: boolean) {
  const changesText = `1 to ${MAX_CHANGES} changes`
  const summary = text(MAX_TEXT_LENGTH)
  return z.strictObject({
    gimbal: z.literal(1, '1, the version of this format'),
    title,
    summary: isPartial ? summary.default('') : summary,
    changes: z
      .array(changeSchema(isPartial), changesText)
      .min(1, changesText)
      .max(MAX_CHANGES, changesText),
  })
}

// The shapes are made from the tables of fields, so that zod cannot infer their names; test/governance/ compares.
/** The draft that a person writes: each group has only the fields that change. */
export const draftSchema = proposalSchema(true) as unknown as z.ZodType<Draft & { gimbal: 1 }>

/** One change of a draft. */
export const draftChangeSchema = changeSchema(true) as unknown as z.ZodType<DraftChange>

/** The complete document, which is hashed and encoded. */
export const documentSchema = proposalSchema(false) as unknown as z.ZodType<
  Document & { gimbal: 1 }
>

/** Settings of a market without a proposal around them, of each group any field: what `gimbal params get` shows as voted. */
export const settingsSchema = z.strictObject({
  gimbal: z.literal(1, '1, the version of this format').optional(),
  policy: group(policySpecs, policyMeanings, true).optional(),
  bounds: boundsSchema(true).optional(),
  fallback: group(vectorSpecs, parameterMeanings, true).optional(),
  freshness: group(freshnessSpecs, otherMeanings, true).optional(),
  source: sourceSchema(true).optional(),
  model: modelShape.model.optional(),
  coreHash: hash.optional(),
  reporters: reportersShape.reporters.optional(),
  threshold: reportersShape.threshold.optional(),
}) as unknown as z.ZodType<Settings & { gimbal?: 1 | undefined }>

/** JSON Schema of drafts, for editors: what `draft.schema.json` holds. */
export function createJsonSchema(): object {
  return z.toJSONSchema(draftSchema, { io: 'input' })
}
