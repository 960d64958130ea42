import type { ArgsDef } from 'citty'
import type { ExitCode } from './exitCodes.ts'

/** One command: citty's description of its arguments, and a run that returns the exit status. */
export interface Command {
  meta: { name: string; description: string }
  args: ArgsDef
  run(rawArgs: string[]): Promise<ExitCode>
}

/** The whole command line: a name, a version, and commands that each return their exit status. */
export interface Cli {
  meta: { name: string; version: string; description: string }
  subCommands: Readonly<Record<string, Command>>
}
