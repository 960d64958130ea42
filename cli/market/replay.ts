import { createMarketPolicy } from '../../backtest/createMarketPolicy.ts'
import { defaultNavUsd6 } from '../../backtest/defaultPolicy.ts'
import { evaluateRecording, type ReplayRow } from '../../backtest/evaluateRecording.ts'
import { findShock } from '../../backtest/findShock.ts'
import { selectRows } from '../../backtest/selectRows.ts'
import {
  loadCore,
  type Observation,
  type Parameters,
  type Policy,
  showLines,
} from '../../core/index.ts'
import { formatMinute } from '../../market/formatMinute.ts'
import type { Recording } from '../../market/recording.ts'
import { SEGMENT_SEC } from '../../observation/periods.ts'
import { exampleConfig } from '../backtest/exampleMarket.ts'
import { readPolicyDocument, requireStandardModel } from '../backtest/readPolicyDocument.ts'
import { printJson } from '../io/print.ts'
import { getColumns } from '../io/terminal.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { formatReplay } from './formatReplay.ts'
import { openRecording, shippedMarket } from './openRecording.ts'
import { findDay, readMarketTime } from './readDay.ts'

/** `gimbal replay`: what the model would have said over a recorded market. */
export const replayCommand = defineCommand({
  meta: {
    name: 'replay',
    description: 'Show what the model says over a recorded market',
    examples: [
      'gimbal replay',
      'gimbal replay --market polygon-2023-08-17 --from 21:20 --to 22:20',
    ],
  },
  args: {
    market: {
      type: 'string',
      valueHint: 'NAME|DIR',
      default: shippedMarket,
      description: 'A recorded market with a pool, shipped or a folder of yours',
    },
    from: {
      type: 'string',
      valueHint: 'TIME',
      description: 'First time, HH:MM or a date and time, UTC (default: the beginning)',
    },
    to: { type: 'string', valueHint: 'TIME', description: 'Last time, UTC (default: the end)' },
    every: {
      type: 'string',
      valueHint: 'TIME',
      default: '30m',
      description: 'A row at least this often: 2m, 30m, 1h; rows with a great change are added',
    },
    nav: {
      type: 'string',
      valueHint: 'USD',
      description: 'Value of the portfolio in dollars (default: 10000000)',
    },
    policy: {
      type: 'string',
      valueHint: 'FILE',
      description: 'A draft as `propose` takes it, or settings such as `policy: { viscosity: 0 }`',
    },
    json: { type: 'boolean', description: 'Print one JSON object instead of a table' },
  },
  async run(args): Promise<ExitCode> {
    const everySec = readEvery(args.every)
    const navUsd6 = args.nav === undefined ? defaultNavUsd6 : readNav(args.nav)
    const recording = await openRecording(args.market)
    const example = createMarketPolicy(recording)
    const policy = args.policy === undefined ? example : await readPolicy(args.policy, example)

    const core = await loadCore()
    core.validatePolicy(policy)
    const dayAt = findDay(recording)
    const read = (name: string, text: string | undefined) =>
      text === undefined ? undefined : readMarketTime(name, text, dayAt)
    const [fromAt, toAt] = [read('from', args.from), read('to', args.to)]
    if (fromAt !== undefined && toAt !== undefined && fromAt >= toAt) {
      throw new UsageError('--from is not before --to; give an earlier --from')
    }
    const all = evaluateRecording(core, recording, policy, navUsd6)
    const inTime = all.filter(({ at }) => {
      return (fromAt === undefined || at >= fromAt) && (toAt === undefined || at <= toAt)
    })
    if (inTime.length === 0) throw new UsageError(describeNothing(recording, all))
    const rows = selectRows(inTime, everySec)
    if (args.json) {
      await printJson({
        market: recording.name,
        source: recording.source,
        core: core.hash,
        policy: toStrings(policy),
        rows: rows.map(toJsonRow),
      })
      return exitCodes.ok
    }
    const shock = findShock(recording, inTime)
    const replay = { recording, dayAt, policy, rows, shock, given: selectGiven(args) }
    const text = formatReplay(replay, Math.max(80, getColumns(process.stdout)))
    await writeOutput(process.stdout, showLines(text))
    return exitCodes.ok
  },
})

function describeNothing({ pool }: Recording, rows: readonly ReplayRow[]): string {
  if (pool.length === 0) return 'the market has no pool; `gimbal backtest` takes it'
  const [first, last] = [rows[0], rows.at(-1)]
  if (first === undefined || last === undefined) {
    return 'the market is too short: the first observation takes half an hour'
  }
  return `no observation in this time; they go from ${formatMinute(first.at)} to ${formatMinute(last.at)} UTC`
}

/** Hints carry these along. */
function selectGiven(args: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = ['market', 'nav', 'policy'].filter((name) => {
    return args[name] !== undefined && args[name] !== shippedMarket
  })
  return Object.fromEntries(given.map((name) => [name, String(args[name])]))
}

function readEvery(text: string): bigint {
  const [, count = '0', unit] = /^(\d{1,4})([mh])$/.exec(text) ?? []
  const seconds = BigInt(count) * (unit === 'h' ? 3_600n : 60n)
  if (seconds > 0n && seconds % SEGMENT_SEC === 0n && seconds <= 86_400n) return seconds
  throw new UsageError(`--every is ${text}; give a time from 2m to 24h that is a multiple of 2m`)
}

function readNav(text: string): bigint {
  const [, dollars, cents = ''] = /^(\d{1,13})(?:\.(\d{1,6}))?$/.exec(text) ?? []
  if (dollars !== undefined) return BigInt(dollars + cents.padEnd(6, '0'))
  throw new UsageError(`--nav is ${text}; give dollars, for example 10000000`)
}

/** The policy of a document as `gimbal propose` takes it, or of bare settings; what it does not name is the market's example. */
async function readPolicy(file: string, policy: Policy): Promise<Policy> {
  const { proposed } = await readPolicyDocument(file, { base: { ...exampleConfig, policy } })
  requireStandardModel(proposed)
  return proposed.policy
}

function toStrings<Fields extends Policy | Observation | Parameters>(
  fields: Fields,
): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
}

function toJsonRow({ at, observation, target }: ReplayRow) {
  return { at: String(at), observation: toStrings(observation), target: toStrings(target) }
}
