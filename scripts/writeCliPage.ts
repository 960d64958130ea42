// Writes docs/cli.md from the commands themselves, so that the page cannot say anything else than their help.
// Run: node scripts/bootstrap.mjs scripts/writeCliPage.ts

import { writeFileSync } from 'node:fs'
import { gimbal } from '../cli/index.ts'
import { wrapWords } from '../cli/io/wrapWords.ts'
import type { Cli, Command } from '../cli/program/command.ts'
import { exitTexts } from '../cli/program/exitCodes.ts'
import { describeArg, formatArg, formatSynopsis } from '../cli/program/formatUsage.ts'
import { typeExample, wrapCommand } from '../cli/program/typedCommand.ts'

const COLUMNS = 100

/** The page as text: every command with its arguments, its key and its examples. */
export function formatCliPage(cli: Cli): string {
  const commands = Object.values(cli.subCommands)
  const statuses = Object.entries(exitTexts).map(([code, text]) => [code, escapeCell(text)])
  const names = commands.map(({ meta }) => [
    `[\`${meta.name}\`](#${cli.meta.name}-${meta.name})`,
    escapeCell(meta.description),
  ])
  const sections = [
    '# The command line',
    `${cli.meta.description}. In the project's folder, \`${cli.meta.name}\` is typed as \`npm run -s gimbal --\`, from the package as \`npx gimbal\`. ` +
      '`--help` after a command prints the same text. This page is written by ' +
      '`node scripts/bootstrap.mjs scripts/writeCliPage.ts`.',
    formatTable(['command', 'what it does'], names),
    formatTable(['exit status', 'meaning'], statuses),
    ...commands.map((command) => formatCommand(cli, command)),
  ]
  return `${sections.join('\n\n')}\n`
}

function formatCommand(cli: Cli, command: Command): string {
  const { name, description, keyHelp, examples = [] } = command.meta
  const rows = Object.entries(command.args).map(([arg, definition]) => {
    return [`\`${escapeCell(formatArg(arg, definition))}\``, escapeCell(describeArg(definition))]
  })
  const synopsis = wrapWords(formatSynopsis(cli, command), COLUMNS, { hang: 4 })
  const lines = examples.flatMap((line) => wrapCommand(typeExample(line), COLUMNS + 2))
  return [
    `## ${cli.meta.name} ${name}`,
    `${escapeCell(description)}.`,
    ['```', ...synopsis, '```'].join('\n'),
    ...(rows.length === 0 ? [] : [formatTable(['argument', 'meaning'], rows)]),
    ...(keyHelp === undefined ? [] : [`**Key.** ${escapeCell(keyHelp)}`]),
    ...(lines.length === 0
      ? []
      : [['```sh', ...lines.map((line) => line.slice(2)), '```'].join('\n')]),
  ].join('\n\n')
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => ':--'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

/** In a table a bar would end the cell, and Markdown takes angle brackets for HTML. */
function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

if (import.meta.main) {
  writeFileSync(new URL('../docs/cli.md', import.meta.url), formatCliPage(gimbal))
}
