import { z } from 'zod'
import { columnRules, findColumnRule } from './columns.ts'
import type { Manifest, Partition, PartitionKind } from './manifest.ts'

const text = z.string().min(1).max(2_000)
const whole = z.int().min(0).max(Number.MAX_SAFE_INTEGER)
const pips = whole.max(1_000_000)

/** A u64 in quotes: JSON's own numbers end at 2^53. */
const integerText = z
  .string()
  .regex(/^\d{1,19}$/, 'is no whole number in quotes; give one of up to 19 digits, such as "0"')
  .transform((digits) => BigInt(digits))

/** Seconds with up to three decimals, which the reader of settings hands over as their digits. */
const seconds = z
  .union([z.number(), z.string().regex(/^\d{1,4}(\.\d{1,3})?$/)], {
    error: 'is no number of seconds; give one with up to three decimals, such as 12 or 0.25',
  })
  .transform(Number)
  .refine((value) => value > 0 && value <= 3_600, 'is out of range; give more than 0, up to 3600')

/** A file below the market's folder, never beside it. */
const file = z
  .string()
  .regex(
    /^(?:(?!\.{1,2}\/)[\w.=-]+\/)*[\w=-][\w.=-]*\.(?:csv|csv\.gz|parquet)$/,
    'is no path within the folder that ends in .csv, .csv.gz or .parquet; give one, such as blocks.csv',
  )

const partition = z
  .strictObject({
    kind: z.enum(Object.keys(columnRules) as [PartitionKind, ...PartitionKind[]]),
    file,
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "is no SHA-256; give the file's, 64 hex digits in small letters"),
    rows: whole.min(1),
    firstAt: whole,
    lastAt: whole,
    columns: z.array(z.strictObject({ name: text, unit: text })).min(1),
    stepSec: whole.min(1).max(31_622_400).optional(),
    gaps: z.array(z.strictObject({ from: whole, to: whole })),
  })
  .superRefine(({ kind, columns, firstAt, lastAt, gaps }, { addIssue }) => {
    const refuse = (path: PropertyKey[], message: string) =>
      addIssue({ code: 'custom', path, message })
    const names = columns.map(({ name }) => name)
    for (const [index, name] of names.entries()) {
      const known = columnRules[kind].map((rule) => rule.name).join(', ')
      if (!findColumnRule(kind, name)) {
        refuse(['columns', index, 'name'], `is no column of the kind ${kind}; give one of ${known}`)
      } else if (names.indexOf(name) < index) {
        refuse(['columns', index, 'name'], 'is there twice; give each column once')
      }
    }
    const missing = columnRules[kind].find(
      ({ name, isRequired }) => isRequired && !names.includes(name),
    )
    if (missing) refuse(['columns'], `lack ${missing.name}; give every column that ${kind} needs`)
    if (lastAt < firstAt) refuse(['lastAt'], `is before firstAt, ${firstAt}; swap them`)
    for (const [index, { from, to }] of gaps.entries()) {
      if (to <= from) refuse(['gaps', index, 'to'], `is not after ${from}; give the time after it`)
    }
  })

/** `market.json`, strictly: what it does not know is refused. */
export const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  format: z.literal('gimbal-market/1'),
  name: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9-]{0,63}$/,
      'is no name; give small letters, digits and dashes, such as ethereum-2022-05-12',
    ),
  title: text,
  source: text,
  licence: text,
  chain: z.strictObject({
    name: text,
    nativeCoin: text,
    blockSec: seconds,
    gasTargetPips: pips.min(1),
    baseFeeDenominator: whole.max(65_535),
    nativePriceUsd6: whole.min(1).max(100_000_000_000).optional(),
    baseFeePerGas: whole.max(100_000_000_000_000).optional(),
  }),
  venue: z.strictObject({
    name: text,
    asset: text,
    quote: text,
    feePips: pips,
    depthUsd6: whole.min(1).optional(),
  }),
  start: z.strictObject({
    segmentOffsetSec: whole.max(119),
    startVarianceWad: integerText,
    startDepthRefUsd6: integerText,
  }),
  startMadeOf: text,
  assumptions: z.array(text),
  partitions: z
    .array(partition)
    .min(1)
    .superRefine((partitions, { addIssue }) => {
      for (const [index, { file }] of partitions.entries()) {
        if (partitions.findIndex((other) => other.file === file) === index) continue
        const message = `names ${file} a second time; give each file once`
        addIssue({ code: 'custom', path: [index, 'file'], message })
      }
    }) satisfies z.ZodType<readonly Partition[]>,
})

/** A manifest's text: JSON that `manifestSchema` reads again. */
export function encodeManifest(manifest: Manifest): string {
  const write = (_: string, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value
  return `${JSON.stringify(manifest, write, 2)}\n`
}
