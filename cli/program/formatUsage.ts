import type { ArgDef } from 'citty'
import { wrapWords } from '../io/wrapWords.ts'
import type { Cli, Command } from './command.ts'
import { exitTexts } from './exitCodes.ts'
import { typeCommand, typeExample, wrapCommand } from './typedCommand.ts'

/** The widest left column of a table; what is wider has its text below. */
const HEAD = 26
/** Narrower than this, every text stands below its head. */
const SIDE_BY_SIDE_COLUMNS = 60

/** How to call a command: `gimbal evaluate [FILE] [--engine=wasm|evm|both]`, or in short `gimbal evaluate [FILE] [options]`. */
export function formatSynopsis(cli: Cli, command: Command | undefined, isShort = false): string {
  if (command === undefined) return `${cli.meta.name} <command> [arguments]`
  const entries = Object.entries(command.args)
  const isNamed = ([, { type }]: [string, ArgDef]) => type !== 'positional'
  const args = entries
    .filter((entry) => !isShort || !isNamed(entry))
    .map(([name, definition]) => {
      const text = formatArg(name, definition)
      return definition.required === true ? text : `[${text}]`
    })
  const rest = isShort && entries.some(isNamed) ? ['[options]'] : []
  return [cli.meta.name, command.meta.name, ...args, ...rest].join(' ')
}

/** The help of a command, or of the whole command line. No line is wider than `columns`, but where a word is. */
export function formatUsage(cli: Cli, command: Command | undefined, columns: number): string {
  const usage = wrapWords(`Usage: ${formatSynopsis(cli, command)}`, columns, { hang: 7 })
  const [first = [], ...others] = command
    ? formatCommand(command, columns)
    : formatMain(cli, columns)
  return [first, usage, ...others].map((lines) => lines.join('\n')).join('\n\n')
}

/** The lines below the message of a wrong command line. */
export function formatShortUsage(cli: Cli, command: Command | undefined, columns: number): string {
  const args = command === undefined ? ['--help'] : [command.meta.name, '--help']
  return [
    ...wrapWords(`Usage: ${formatSynopsis(cli, command, true)}`, columns, { hang: 7 }),
    `More: ${typeCommand(...args)}`,
  ].join('\n')
}

function formatMain({ meta, subCommands }: Cli, columns: number): string[][] {
  const commands = Object.values(subCommands).map(({ meta }) => [meta.name, meta.description])
  const statuses = Object.entries(exitTexts).map(([code, text]) => `${code} ${text}`)
  return [
    wrapWords(`${meta.name} ${meta.version}: ${meta.description}`, columns),
    [
      ...wrapWords(`In the project's folder, ${meta.name} is typed as:`, columns),
      `  ${typeCommand()} <command>`,
    ],
    formatTable('Commands', commands, columns),
    formatTable(
      'Options',
      [
        ['-h, --help', 'Show this help; after a command, the help of that command'],
        ['-v, --version', 'Show the version'],
      ],
      columns,
    ),
    wrapWords(`Exit status: ${statuses.join(', ')}`, columns, { hang: 13 }),
  ]
}

function formatCommand({ meta, args }: Command, columns: number): string[][] {
  const { description, keyHelp, examples = [] } = meta
  const rows = Object.entries(args).map(([name, definition]) => {
    return [formatArg(name, definition), describeArg(definition)]
  })
  const sections = [
    wrapWords(description, columns),
    rows.length === 0 ? [] : formatTable('Arguments', rows, columns),
    keyHelp === undefined ? [] : ['Key:', ...indent(wrapWords(keyHelp, columns - 2))],
    examples.length === 0
      ? []
      : ['Examples:', ...examples.flatMap((line) => wrapCommand(typeExample(line), columns))],
  ]
  return sections.filter(({ length }) => length > 0)
}

/** An argument's description, with its default. */
export function describeArg({ description = '', default: fallback }: ArgDef): string {
  return fallback === undefined ? description : `${description} (default: ${fallback})`
}

/** An argument as a synopsis has it: `FILE`, `--engine=wasm|evm|both`. */
export function formatArg(name: string, definition: ArgDef): string {
  if (definition.type === 'positional') return name.toUpperCase()
  if (definition.type === 'enum') return `--${name}=${(definition.options ?? []).join('|')}`
  if (definition.type === 'boolean') return `--${name}`
  return `--${name}=${definition.valueHint ?? name.toUpperCase()}`
}

function formatTable(title: string, rows: readonly string[][], columns: number): string[] {
  const heads = rows.map(([head = '']) => head.length).filter((length) => length <= HEAD)
  const width = Math.max(0, ...heads)
  const isSideBySide = columns >= SIDE_BY_SIDE_COLUMNS
  const lines = rows.flatMap(([head = '', text = '']) => {
    if (!isSideBySide) return [head, ...indent(wrapWords(text, columns - 6), 4)]
    const [first = '', ...others] = indent(wrapWords(text, columns - width - 4), width + 2)
    return head.length > width
      ? [head, first, ...others]
      : [`${head}${first.slice(head.length)}`, ...others]
  })
  return [`${title}:`, ...indent(lines)]
}

function indent(lines: readonly string[], blanks = 2): string[] {
  return lines.map((line) => ' '.repeat(blanks) + line)
}
