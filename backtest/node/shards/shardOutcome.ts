import { z } from 'zod'
import type { Seen } from '../../orchestrate/taskOutcome.ts'
import type { RuleRun } from '../../outcome.ts'
import { StoreError } from './errors.ts'

/** What a shard came to, with every real number as it is: the tables have them rounded. */
export interface ShardOutcome {
  format: 'gimbal-backtest-shard/1'
  run: string
  shard: string
  seen: Seen
  rule: RuleRun
}

const schema = z.looseObject({
  format: z.literal('gimbal-backtest-shard/1'),
  run: z.string(),
  shard: z.string(),
  seen: z.looseObject({ rows: z.number(), firstAt: z.number(), lastAt: z.number() }),
  rule: z.looseObject({
    ruleId: z.string(),
    days: z.array(z.looseObject({})),
    trades: z.array(z.looseObject({})),
  }),
})

/** JSON has no word for these: what is not recorded is Infinity in a day's record. */
const words: Readonly<Record<string, number>> = {
  '#Infinity': Number.POSITIVE_INFINITY,
  '#-Infinity': Number.NEGATIVE_INFINITY,
  '#NaN': Number.NaN,
}

/** The same outcome gives the same text on every machine: numbers have one shortest form. */
export function formatOutcome(outcome: ShardOutcome): string {
  const text = JSON.stringify(outcome, (_, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? `#${value}` : value,
  )
  return `${text}\n`
}

/** @throws StoreError if the text is not the outcome of this shard. */
export function readOutcome(
  text: string,
  { run, shard, title }: { run: string; shard: string; title: string },
): ShardOutcome {
  try {
    const value = JSON.parse(text, (_, inner) =>
      typeof inner === 'string' && inner in words ? words[inner] : inner,
    )
    const { data } = schema.safeParse(value)
    if (data?.run === run && data.shard === shard) return value as ShardOutcome
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
  }
  throw new StoreError(
    title,
    `has a damaged outcome of ${shard} in run ${run}; remove it there, and start the backtest again`,
  )
}
