import type { ArgsDef } from 'citty'
import type { ExitCode } from './exitCodes.ts'

/** The text of the help about a command. */
interface CommandMeta {
  name: string
  /** One sentence without a full stop. */
  description: string
  /** Whole command lines that begin with `gimbal`, such as `gimbal vote 1a2b --choice for --yes`. */
  examples?: readonly string[]
  /** Of a command that signs: where its key comes from. See `signingKeyHelp`. */
  keyHelp?: string
}

/** One command: citty's description of its arguments, and a run that returns the exit status. */
export interface Command {
  meta: CommandMeta
  args: ArgsDef
  run(rawArgs: string[]): Promise<ExitCode>
}

/** The whole command line: a name, a version, and commands that each return their exit status. */
export interface Cli {
  meta: { name: string; version: string; description: string }
  subCommands: Readonly<Record<string, Command>>
}
