import type { Address, Hex } from 'viem'
import { z } from 'zod'
import type { Report } from '../../verify/report.ts'

const integerOf = (bits: bigint) =>
  z
    .string()
    .regex(/^(0|[1-9]\d{0,19})$/, 'a whole number in decimal digits is expected')
    .transform(BigInt)
    .refine((value) => value < 2n ** bits, `a number below 2^${bits} is expected`)

const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, '32 bytes in hexadecimal are expected')
  .transform((text) => text as Hex)

const reportSchema = z.strictObject({
  marketId: bytes32,
  config: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'an address is expected')
    .transform((text) => text as Address),
  observedAt: integerOf(40n),
  blockNumber: integerOf(64n),
  blockHash: bytes32,
  observation: z.strictObject({
    baseFeePerGas: integerOf(64n),
    gasUsedRatioPips: integerOf(32n),
    nativePriceUsd6: integerOf(64n),
    depthUsd6: integerOf(64n),
    depthRefUsd6: integerOf(64n),
    varianceWad: integerOf(64n),
    navUsd6: integerOf(64n),
    dataFeeWei: integerOf(64n),
    curvaturePips: integerOf(32n),
    horizonSec: integerOf(32n),
  }),
})

const requestSchema = z.strictObject({ report: reportSchema })

/** What replicas send each other: `{ report }` as JSON, integers as decimal text. */
export function formatRequest(report: Report): string {
  return JSON.stringify({ report }, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
}

/** The report of a request, or why it is invalid: the first wrong field, and the expected form. */
export function parseRequest(text: string): { report: Report } | { problem: string } {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return { problem: 'the body is no JSON; send { report }' }
  }
  const result = requestSchema.safeParse(content)
  if (result.success) return result.data
  const [issue] = result.error.issues
  return { problem: `${issue?.path.join('.') || 'the body'}: ${issue?.message}` }
}
