import { type ArgsDef, type ParsedArgs, parseArgs } from 'citty'
import type { Command } from './command.ts'
import type { ExitCode } from './exitCodes.ts'

interface CommandOptions<Args extends ArgsDef> extends Pick<Command, 'meta'> {
  args: Args
  run(args: ParsedArgs<Args>): Promise<ExitCode>
}

/** Makes a command whose `run` gets its arguments read and typed. */
export function defineCommand<const Args extends ArgsDef>(options: CommandOptions<Args>): Command {
  const { meta, args, run } = options
  return { meta, args, run: (rawArgs) => run(readArgs(rawArgs, args)) }
}

// citty reads `--no-index` as an `index` that is false, even where an option is called `no-index`.
function readArgs<const Args extends ArgsDef>(rawArgs: string[], args: Args): ParsedArgs<Args> {
  const parsed = parseArgs<Args>(rawArgs, args)
  const values: Record<string, unknown> = parsed
  for (const name of Object.keys(args)) {
    if (name.startsWith('no-') && values[name.slice('no-'.length)] === false) values[name] = true
  }
  return parsed
}
