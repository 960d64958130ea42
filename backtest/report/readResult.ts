import type { Hex } from 'viem'
import { z } from 'zod'
import { BaseError } from '../../core/errors.ts'
import type { BacktestResult } from '../result.ts'
import { DRAWS } from '../statistics/drawIntervals.ts'
import { writeCanonicalJson } from './canonicalJson.ts'
import { hashResultText } from './hashResult.ts'

/** A file is no result of a backtest, or was changed by hand. */
export class ResultFormatError extends BaseError {
  constructor(reason: string, options: { cause?: unknown } = {}) {
    super('backtest/result-format', reason, options)
  }
}

/** A result as it was read: nothing in it is believed but by running it again. */
export interface ReadResult {
  result: BacktestResult
  backtestHash: Hex
}

/** A result is some hundred kilobytes. */
const MAX_LENGTH = 50_000_000

const hash = z.string().regex(/^0x[0-9a-f]{64}$/)
const text = z.string().max(100_000)
const decimal = z.string().regex(/^-?\d{1,30}\.\d{6}$/)
const seconds = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)
const verdict = z.enum(['better', 'worse', 'no difference shown', 'too short to judge'])
const named = z.looseObject({ ruleId: text })

/** As far as a rerun, a page or a check reads it; a rerun compares the rest. */
const schema = z.looseObject({
  format: z.literal('gimbal-backtest/1'),
  backtester: z.looseObject({
    version: text,
    coreHash: hash,
    strategiesHash: hash,
    sourceHash: hash,
  }),
  seed: z.string().regex(/^\d{1,20}$/),
  markets: z
    .array(
      z.looseObject({
        name: text,
        title: text,
        dataHash: hash,
        manifestHash: hash,
        from: seconds,
        to: seconds,
      }),
    )
    .min(1),
  documentHash: hash.optional(),
  inputs: z.looseObject({
    title: text,
    inForce: z.unknown(),
    proposal: z.unknown(),
    changed: z.array(text),
    portfolios: z.array(z.unknown()).min(1),
    fill: z.looseObject({ latencyBlocks: z.int().min(0).max(1_000_000) }),
    rules: z.array(text).max(1_000),
    governed: text,
    isAddition: z.boolean(),
    isWhatIf: z.boolean(),
    latencyBlocks: z.int().min(0).optional(),
    from: z.int().optional(),
    to: z.int().optional(),
    // With one draw every difference would be clear.
    draws: z.literal(DRAWS),
  }),
  rules: z.array(
    z.looseObject({
      ruleId: text,
      title: text,
      kind: z.enum(['plain', 'policy', 'oracle']),
      metrics: z.looseObject({ jBpYear: decimal }),
    }),
  ),
  comparisons: z.array(
    z.looseObject({
      ruleId: text,
      against: text,
      differenceBpYear: decimal,
      lowBpYear: decimal,
      highBpYear: decimal,
      verdict,
    }),
  ),
  attribution: z.array(
    z.looseObject({ field: text, jBpYear: decimal, differenceBpYear: decimal, verdict }),
  ),
  walkForward: z.array(z.looseObject({})),
  stress: z.array(z.looseObject({ name: text, rules: z.array(named) })),
  sensitivity: z.array(z.looseObject({ name: text, rules: z.array(named) })),
  cases: z.array(z.looseObject({ market: text })),
  honesty: z.looseObject({ trials: z.int().min(0), tooShortReason: text.optional() }),
})

/**
 * Reads a `result.json`, which may come from a stranger.
 *
 * @throws ResultFormatError if it is no result, or its bytes are not the canonical ones.
 */
export function readResult(json: string): ReadResult {
  if (json.length > MAX_LENGTH) {
    throw new ResultFormatError(`the file has ${json.length} characters; no result has that many`)
  }
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (cause) {
    throw new ResultFormatError('the file is no JSON; give the result.json of `gimbal backtest`', {
      cause,
    })
  }
  const { error } = schema.safeParse(value)
  if (error !== undefined) {
    const [issue] = error.issues
    const where = issue?.path.join('.') || 'the file'
    throw new ResultFormatError(
      `${where} is not as a result has it (${issue?.message}); give the result.json of \`gimbal backtest\``,
    )
  }
  if (!isCanonical(value, json)) {
    const advice = 'its layout was changed; give the file as `gimbal backtest` wrote it'
    throw new ResultFormatError(`the file is not in the form that is hashed: ${advice}`)
  }
  return { result: value as BacktestResult, backtestHash: hashResultText(json) }
}

function isCanonical(value: unknown, json: string): boolean {
  try {
    return `${writeCanonicalJson(value)}\n` === json
  } catch (cause) {
    if (cause instanceof TypeError) return false
    throw cause
  }
}
