import type { ArgDef } from 'citty'
import type { Cli, Command } from './command.ts'

/** How to call a command, in one line: `gimbal evaluate [FILE] [--engine=wasm|evm|both]`. */
export function formatSynopsis(cli: Cli, command: Command | undefined): string {
  if (command === undefined) return `${cli.meta.name} <command> [arguments]`
  const args = Object.entries(command.args).map(([name, definition]) => {
    const text = formatArg(name, definition)
    return definition.required === true ? text : `[${text}]`
  })
  return [cli.meta.name, command.meta.name, ...args].join(' ')
}

/** The help of a command, or of the whole command line. */
export function formatUsage(cli: Cli, command: Command | undefined): string {
  const usage = `Usage: ${formatSynopsis(cli, command)}`
  const sections = command ? formatCommand(command) : formatMain(cli)
  return [...sections.slice(0, 1), usage, ...sections.slice(1)].join('\n\n')
}

function formatMain({ meta, subCommands }: Cli): string[] {
  const commands = Object.values(subCommands).map(({ meta }) => [meta.name, meta.description])
  return [
    `${meta.name} ${meta.version}: ${meta.description}`,
    formatTable('Commands', commands),
    formatTable('Options', [
      ['-h, --help', 'Show this help; after a command, the help of that command'],
      ['-v, --version', 'Show the version'],
    ]),
    'Exit status: 0 ok, 1 failed, 2 wrong usage, 4 verification failed',
  ]
}

function formatCommand({ meta, args }: Command): string[] {
  const { description, keyHelp, examples = [] } = meta
  const rows = Object.entries(args).map(([name, definition]) => {
    const fallback = definition.default === undefined ? '' : ` (default: ${definition.default})`
    return [formatArg(name, definition), `${definition.description ?? ''}${fallback}`]
  })
  return [
    description,
    ...(rows.length === 0 ? [] : [formatTable('Arguments', rows)]),
    ...(keyHelp === undefined ? [] : [`Key: ${keyHelp}`]),
    ...(examples.length === 0
      ? []
      : [['Examples:', ...examples.map((line) => `  ${line}`)].join('\n')]),
  ]
}

function formatArg(name: string, definition: ArgDef): string {
  if (definition.type === 'positional') return name.toUpperCase()
  if (definition.type === 'enum') return `--${name}=${(definition.options ?? []).join('|')}`
  if (definition.type === 'boolean') return `--${name}`
  return `--${name}=${definition.valueHint ?? name.toUpperCase()}`
}

function formatTable(title: string, rows: readonly string[][]): string {
  const width = Math.max(...rows.map(([head = '']) => head.length))
  const lines = rows.map(([head = '', text = '']) => `  ${head.padEnd(width)}  ${text}`)
  return [`${title}:`, ...lines].join('\n')
}
