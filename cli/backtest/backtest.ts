import { DEFAULT_MARKET } from '../../backtest/orchestrate/createInputs.ts'
import { networkArgs } from '../network/networkArgs.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { exitCodes } from '../program/exitCodes.ts'
import { DEFAULT_TRIALS } from './defaults.ts'
import { QUEUE_VARIABLE } from './shards/readPlace.ts'

/** `gimbal backtest`: what a draft would have done on recorded markets. */
export const backtestCommand = defineCommand({
  meta: {
    name: 'backtest',
    description:
      'Run a draft on recorded markets, against the policy in force and plain rules; docs/backtest.md explains each figure',
    examples: [
      'gimbal backtest governance/examples/calm-bands.yaml',
      'gimbal backtest governance/examples/policy.yaml --against hold,band-2.5,clock-1d --out result',
      'gimbal backtest verify result/result.json',
      'gimbal backtest governance/examples/calm-bands.yaml --store parts --workers 2',
      'gimbal backtest work --store s3://backtests/parts',
    ],
  },
  args: {
    subject: {
      type: 'positional',
      required: false,
      description:
        'A draft, or settings of a market, YAML or JSON (- reads it); or verify, or work',
    },
    result: { type: 'positional', required: false, description: 'For verify: a result.json' },
    market: {
      type: 'string',
      valueHint: 'MARKETS',
      description: `Folders or names of recorded markets, with commas (default: ${DEFAULT_MARKET})`,
    },
    against: {
      type: 'string',
      valueHint: 'RULES',
      description: 'Plain rules by id, with commas (default: all of them)',
    },
    portfolio: {
      type: 'string',
      valueHint: 'FILE',
      description: 'One portfolio or a list, YAML or JSON (default: $10,000,000, half at risk)',
    },
    'in-force': {
      type: 'string',
      valueHint: 'WHERE',
      description: 'network, or a file of settings (default: those that a local stack starts with)',
    },
    of: {
      type: 'string',
      valueHint: 'MARKET',
      description: 'The governed market, where the draft changes several',
    },
    from: {
      type: 'string',
      valueHint: 'TIME',
      description: 'From this time of the market on, UTC',
    },
    to: { type: 'string', valueHint: 'TIME', description: 'Before this time' },
    seed: {
      type: 'string',
      valueHint: 'NUMBER',
      default: '1',
      description: 'Of the intervals: 0 to 18446744073709551615',
    },
    latency: {
      type: 'string',
      valueHint: 'BLOCKS',
      description: 'From a decision to its block (default: as the policy in force says)',
    },
    'what-if': { type: 'boolean', description: 'Allows --latency 0, which nobody has' },
    jobs: {
      type: 'string',
      valueHint: 'NUMBER',
      description:
        'Threads (default: 1 for a short market, as many as there are cores for a long one)',
    },
    out: {
      type: 'string',
      valueHint: 'DIR',
      description: 'Write result.json, page.html, steps.parquet and trades.csv there',
    },
    trials: {
      type: 'string',
      valueHint: 'DIR',
      description: `Where trials are counted (default: ${DEFAULT_TRIALS})`,
    },
    store: {
      type: 'string',
      valueHint: 'STORE',
      description:
        'Where parts of many machines meet: a folder, or s3://BUCKET/PREFIX (docs/backtest-many-machines.md)',
    },
    queue: {
      type: 'string',
      valueHint: 'URL',
      description: `Workers of this Postgres run the parts (default: ${QUEUE_VARIABLE}; with --workers one that is started here)`,
    },
    workers: {
      type: 'string',
      valueHint: 'N',
      description: 'Start so many workers on this machine',
    },
    shard: {
      type: 'string',
      valueHint: 'I/N',
      description: 'Run the I-th of N shares into the store, and end: for other schedulers',
    },
    ...networkArgs,
    json: { type: 'boolean', description: 'One JSON object: the hash and the result' },
  },
  async run({ subject, result, ...flags }) {
    if (subject === 'verify') {
      const { verifyBacktest } = await import('./verifyBacktest.ts')
      return verifyBacktest(result, flags)
    }
    if (subject === 'work') {
      const { work } = await import('./shards/work.ts')
      await work(flags)
      return exitCodes.ok
    }
    if (result !== undefined) throw new UsageError(`unexpected argument ${result}; remove it`)
    const { runBacktestOf } = await import('./runBacktestOf.ts')
    await runBacktestOf(subject, flags)
    return exitCodes.ok
  },
})
