import { z } from 'zod'
import { defaultNavUsd6, defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { evaluateScenario, type ScenarioRow } from '../../backtest/evaluateScenario.ts'
import { findShock } from '../../backtest/findShock.ts'
import { selectRows } from '../../backtest/selectRows.ts'
import {
  loadCore,
  type Observation,
  type Parameters,
  type Policy,
  parsePolicy,
  showLines,
} from '../../core/index.ts'
import { formatFault } from '../../files/listFaults.ts'
import { readSettings } from '../../files/readSettings.ts'
import { readScenario } from '../../market/scenarioTable.ts'
import { SEGMENT_SEC } from '../../observation/periods.ts'
import { printJson } from '../io/print.ts'
import { getColumns } from '../io/terminal.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { type ExitCode, exitCodes } from '../program/exitCodes.ts'
import { readTimeOfDay } from '../program/readOptions.ts'
import { formatReplay } from './formatReplay.ts'
import { shippedScenario } from './readDay.ts'

/** `gimbal replay`: what the model would have said on a recorded day. */
export const replayCommand = defineCommand({
  meta: {
    name: 'replay',
    description: 'Show what the model says over a recorded day',
    examples: ['gimbal replay', 'gimbal replay --from 21:20 --to 22:20 --every 2m'],
  },
  args: {
    scenario: {
      type: 'string',
      valueHint: 'FILE',
      description: 'A record that `gimbal scenario` made (default: 2023-08-17 on Polygon)',
    },
    from: { type: 'string', valueHint: 'HH:MM', default: '00:00', description: 'First time, UTC' },
    to: { type: 'string', valueHint: 'HH:MM', default: '24:00', description: 'Last time, UTC' },
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
      description: 'JSON with the policy fields that differ from the example, decimal strings',
    },
    json: { type: 'boolean', description: 'Print one JSON object instead of a table' },
  },
  async run(args): Promise<ExitCode> {
    const file = args.scenario ?? shippedScenario
    const [fromSec, toSec] = [readTimeOfDay('from', args.from), readTimeOfDay('to', args.to)]
    if (fromSec >= toSec) throw new UsageError('--from is not before --to; give an earlier --from')
    const everySec = readEvery(args.every)
    const navUsd6 = args.nav === undefined ? defaultNavUsd6 : readNav(args.nav)
    const policy = args.policy === undefined ? defaultPolicy : await readPolicy(args.policy)

    const core = await loadCore()
    core.validatePolicy(policy)
    const scenario = readScenario(file)
    const all = evaluateScenario(core, scenario, policy, navUsd6)
    const dayAt = BigInt(Date.parse(`${scenario.day}T00:00:00Z`) / 1000)
    const inTime = all.filter(({ at }) => at >= dayAt + fromSec && at <= dayAt + toSec)
    if (inTime.length === 0) {
      throw new UsageError('no observation in this time; the first one takes half an hour')
    }
    const rows = selectRows(inTime, everySec)
    if (args.json) {
      await printJson({
        day: scenario.day,
        source: scenario.source,
        core: core.hash,
        policy: toStrings(policy),
        rows: rows.map(toJsonRow),
      })
      return exitCodes.ok
    }
    const shock = findShock(scenario.minutes, inTime)
    const replay = { scenario, dayAt, policy, rows, shock, given: selectGiven(args) }
    const text = formatReplay(replay, Math.max(80, getColumns(process.stdout)))
    await writeOutput(process.stdout, showLines(text))
    return exitCodes.ok
  },
})

/** Hints carry these along. */
function selectGiven(args: Readonly<Record<string, unknown>>): Record<string, string> {
  const given = ['scenario', 'nav', 'policy'].filter((name) => args[name] !== undefined)
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

async function readPolicy(file: string): Promise<Policy> {
  const { settings: changes, faults } = await readSettings(file, z.looseObject({}))
  if (changes === undefined) {
    throw new UsageError(faults.map((fault) => formatFault(file, fault)))
  }
  return parsePolicy({ ...toStrings(defaultPolicy), ...changes })
}

function toStrings<Fields extends Policy | Observation | Parameters>(
  fields: Fields,
): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
}

function toJsonRow({ at, observation, target }: ScenarioRow) {
  return { at: String(at), observation: toStrings(observation), target: toStrings(target) }
}
