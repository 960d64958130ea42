import { inspect, parseArgs } from 'node:util'
import type { ArgsDef } from 'citty'
import { BaseError, showLines, showText } from '../../core/index.ts'
import { isClosedPipe, writeOutput } from '../io/writeOutput.ts'
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
      console.error(describe(error))
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

// citty lets unknown options, surplus arguments and options without a value pass; Node's parser does not.
function checkArgs(definitions: ArgsDef, args: string[]): void {
  const named = Object.entries(definitions).filter(([, { type }]) => type !== 'positional')
  const { positionals, values } = parseStrictly(named, args)
  const surplus = positionals[Object.keys(definitions).length - named.length]
  if (surplus !== undefined) throw new UsageError(`unexpected argument ${surplus}; remove it`)
  for (const [name, definition] of named) {
    const value = values[name]
    if (definition.type !== 'enum' || value === undefined) continue
    const allowed = definition.options ?? []
    if (allowed.includes(String(value))) continue
    throw new UsageError(`unknown ${name} ${value}; give one of ${allowed.join(', ')}`)
  }
}

function parseStrictly(named: readonly [string, ArgsDef[string]][], args: string[]) {
  const options = named.map(([name, { type }]) => {
    return [name, { type: type === 'boolean' ? 'boolean' : 'string' }] as const
  })
  try {
    return parseArgs({ args, options: Object.fromEntries(options), allowPositionals: true })
  } catch (cause) {
    const [sentence = ''] = (cause as Error).message.split(/[.\n]/)
    throw new UsageError(`${sentence.replace(/^[A-Z]/, (c) => c.toLowerCase())}; correct it`, {
      cause,
    })
  }
}

// Our own errors, and those of the operating system (a full disk), say what is wrong without their stack. What the
// others quote may come from anywhere.
function describe(error: unknown): string {
  if (error instanceof BaseError) return `gimbal: ${error.message}`
  if (error instanceof Error && 'syscall' in error) return `gimbal: ${showText(error.message)}`
  // viem's own text holds the URL, which may hold a key.
  if (error instanceof Error && 'shortMessage' in error) {
    const { shortMessage, details } = error as { shortMessage: unknown; details?: unknown }
    const said = showText(`${details || shortMessage}`).replaceAll(/https?:\S+/g, '(URL)')
    return `gimbal: the node does not do as it is asked (${said}); try again, or give another node`
  }
  return showLines(inspect(error))
}

async function print(text: string): Promise<ExitCode> {
  await writeOutput(process.stdout, `${text}\n`)
  return exitCodes.ok
}

function isHelp(arg: string): boolean {
  return arg === '--help' || arg === '-h'
}
