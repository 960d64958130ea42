import { BaseError } from '../../core/index.ts'
import { isClosedPipe, writeOutput } from '../io/writeOutput.ts'
import { checkArgs } from './checkArgs.ts'
import type { Cli, Command } from './command.ts'
import { UsageError } from './errors.ts'
import { type ExitCode, exitCodes } from './exitCodes.ts'
import { formatSynopsis, formatUsage } from './formatUsage.ts'

/**
 * Runs one command line and returns its exit status. citty describes a command and reads its arguments; that
 * a slip of the pen is refused, and with which status, is decided here.
 */
export async function runCli(cli: Cli, rawArgs: readonly string[]): Promise<ExitCode> {
  const [name = '', ...args] = rawArgs
  const command = Object.hasOwn(cli.subCommands, name) ? cli.subCommands[name] : undefined
  try {
    return await (command === undefined ? runMain(cli, name) : run(cli, command, args))
  } catch (error) {
    if (isClosedPipe(error)) return exitCodes.ok
    if (!(error instanceof UsageError)) {
      // The stack only where nobody foresaw the error: there it is what a report needs.
      console.error(isForeseen(error) ? `gimbal: ${error.message}` : error)
      return exitCodes.failed
    }
    const help = [cli.meta.name, command?.meta.name, '--help'].filter(Boolean).join(' ')
    console.error(`gimbal: ${error.message}`)
    console.error(`Usage: ${formatSynopsis(cli, command)}\nMore: ${help}`)
    return exitCodes.usage
  }
}

async function runMain(cli: Cli, name: string): Promise<ExitCode> {
  if (isHelp(name)) return print(formatUsage(cli, undefined))
  if (name === '--version' || name === '-v') return print(cli.meta.version)
  const choice = `give one of ${Object.keys(cli.subCommands).join(', ')}`
  if (name === '') throw new UsageError(`no command given; ${choice}`)
  const kind = name.startsWith('-') ? 'option' : 'command'
  throw new UsageError(`unknown ${kind} ${name}; ${choice}`)
}

async function run(cli: Cli, command: Command, args: string[]): Promise<ExitCode> {
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  if (options.some(isHelp)) return print(formatUsage(cli, command))
  checkArgs(command.args, args)
  return command.run(args)
}

// Our own errors, and those of the operating system (a full disk), say what is wrong without their stack.
function isForeseen(error: unknown): error is Error {
  return error instanceof BaseError || (error instanceof Error && 'syscall' in error)
}

async function print(text: string): Promise<ExitCode> {
  await writeOutput(process.stdout, `${text}\n`)
  return exitCodes.ok
}

function isHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h'
}
