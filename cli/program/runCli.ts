import { inspect } from 'node:util'
import { BaseError, showLines, showText } from '../../core/index.ts'
import { describeNodeFailure } from '../../http/explainNodeFailure.ts'
import { readVariableFiles } from '../../keys/index.ts'
import { fitToTerminal } from '../io/fitLines.ts'
import { getColumns } from '../io/terminal.ts'
import { wrapWords } from '../io/wrapWords.ts'
import { isClosedPipe, writeOutput } from '../io/writeOutput.ts'
import { checkArgs } from './checkArgs.ts'
import { suggest } from './chooseOne.ts'
import type { Cli, Command } from './command.ts'
import { describeMissingPart } from './describeMissingPart.ts'
import { UsageError } from './errors.ts'
import { type ExitCode, exitCodes } from './exitCodes.ts'
import { formatShortUsage, formatUsage } from './formatUsage.ts'
import { typeHints } from './typedCommand.ts'

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
      // The stack is shown for unexpected errors only: a report needs it there.
      console.error(fitToTerminal(describe(error), process.stderr))
      return exitCodes.failed
    }
    const columns = getColumns(process.stderr)
    const lines = `gimbal: ${typeHints(error.message)}`.split('\n')
    console.error(lines.flatMap((line) => wrapWords(line, columns)).join('\n'))
    console.error(formatShortUsage(cli, command, columns))
    return exitCodes.usage
  }
}

async function runMain(cli: Cli, name: string): Promise<ExitCode> {
  if (isHelp(name)) return printHelp(cli, undefined)
  if (name === '--version' || name === '-v') return print(cli.meta.version)
  const commands = Object.keys(cli.subCommands)
  const advice = `give one of ${commands.join(', ')}`
  if (name === '') throw new UsageError(`no command given; ${advice}`)
  const kind = name.startsWith('-') ? 'option' : 'command'
  const names = [...(kind === 'command' ? commands : []), '--help', '--version']
  throw new UsageError(`unknown ${kind} ${showText(name)}; ${suggest(name, names, advice)}`)
}

async function run(cli: Cli, command: Command, args: string[]): Promise<ExitCode> {
  const end = args.indexOf('--')
  const options = end === -1 ? args : args.slice(0, end)
  if (options.some(isHelp)) return printHelp(cli, command)
  checkArgs(command.args, args)
  await readVariableFiles(process.env)
  return command.run(args)
}

// Our own errors, and those of the operating system (a full disk), say what is wrong without their stack. What the
// others quote may come from anywhere.
function describe(error: unknown): string {
  if (error instanceof BaseError) return `gimbal: ${typeHints(error.message)}`
  if (error instanceof Error && 'syscall' in error) return `gimbal: ${showText(error.message)}`
  const failure = describeMissingPart(error) ?? describeNodeFailure(error)
  if (failure !== undefined) return `gimbal: ${failure}`
  // viem's own text holds the URL, which may hold a key.
  if (error instanceof Error && 'shortMessage' in error) {
    const { shortMessage, details } = error as { shortMessage: unknown; details?: unknown }
    const said = showText(`${details || shortMessage}`).replaceAll(/https?:\S+/g, '(URL)')
    return `gimbal: the node refuses a request (${said}); try again, or give another node`
  }
  return showLines(inspect(error))
}

function printHelp(cli: Cli, command: Command | undefined): Promise<ExitCode> {
  return print(formatUsage(cli, command, getColumns(process.stdout)))
}

async function print(text: string): Promise<ExitCode> {
  await writeOutput(process.stdout, `${text}\n`)
  return exitCodes.ok
}

function isHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h'
}
