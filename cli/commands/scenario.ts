import { importScenario, writeScenario } from '../../stack/scenario/importScenario.ts'
import { defineCommand } from '../defineCommand.ts'
import { UsageError } from '../errors.ts'
import { type ExitCode, exitCodes } from '../exitCodes.ts'
import { writeOutput } from '../writeOutput.ts'

/** `gimbal scenario import`: makes a recorded day out of two recorded files. */
export const scenarioCommand = defineCommand({
  meta: {
    name: 'scenario',
    description: 'Import a recorded day of one pool and of the gas price, for replays',
  },
  args: {
    action: { type: 'positional', required: false, description: 'import' },
    pool: {
      type: 'string',
      valueHint: 'FILE',
      description: "The pool by the minute, demeter's columns; CSV or CSV.gz. Required",
    },
    gas: {
      type: 'string',
      valueHint: 'FILE',
      description: 'The gas price by the minute in gwei; CSV or CSV.gz. Required',
    },
    date: { type: 'string', valueHint: 'DAY', description: 'The day, UTC: 2023-08-17. Required' },
    source: {
      type: 'string',
      valueHint: 'TEXT',
      default: 'Uniswap v3 USDC/WETH 0.05 % on Polygon; zelos-alpha/demeter, MIT licence',
      description: 'What it is, who recorded it, and the licence; stands in the file',
    },
    out: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Where it goes (default: scenario-DAY.csv)',
    },
  },
  async run({ action, pool, gas, date, source, out }): Promise<ExitCode> {
    if (action === undefined) throw new UsageError('no action given; give import')
    if (action !== 'import') throw new UsageError(`unknown action ${action}; give import`)
    const poolFile = requireOption('pool', pool)
    const gasFile = requireOption('gas', gas)
    const day = requireDay(requireOption('date', date))
    if (/[\r\n]/.test(source)) throw new UsageError('source has several lines; give one')

    const scenario = importScenario({ poolFile, gasFile, day, source })
    const file = out ?? `scenario-${day}.csv`
    writeScenario(file, scenario)
    const { depthRefUsd6, varianceWad } = scenario.warmUp
    const summary = {
      file,
      day,
      minutes: scenario.minutes.length,
      warmUpRecord: scenario.warmUpRecord,
      warmUp: { depthRefUsd6: `${depthRefUsd6}`, varianceWad: `${varianceWad}` },
    }
    await writeOutput(process.stdout, `${JSON.stringify(summary)}\n`)
    return exitCodes.ok
  },
})

function requireOption(name: string, value: string | undefined): string {
  if (value) return value
  throw new UsageError(`--${name} is missing; give it`)
}

function requireDay(text: string): string {
  const day = new Date(`${text}T00:00:00Z`)
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
  if (isDay) return text
  throw new UsageError(`--date is ${text}; give a day as 2023-08-17`)
}
