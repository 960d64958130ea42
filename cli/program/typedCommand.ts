import { quoteArgument } from '../../core/quoteArgument.ts'
import { gimbalCommand as program, setupCommand } from '../../files/installation.ts'

/** What sets up a checkout. */
const SETUP = '`npm run setup`'

/** A command line as it is typed: `npm run -s gimbal -- params get weth-usd`, or of the package `npx gimbal ...`. */
export function typeCommand(...args: readonly string[]): string {
  return [program, ...args.map(quoteArgument)].join(' ')
}

/** An example, which begins with `gimbal`, as it is typed. */
export function typeExample(line: string): string {
  return line.replace(/^gimbal /, `${program} `)
}

/**
 * A message whose hints name commands in short, such as `gimbal stack up`, or as a checkout has them (`npm run setup`), with
 * the commands as they are typed here.
 */
export function typeHints(message: string): string {
  return message.replaceAll('`gimbal ', `\`${program} `).replaceAll(SETUP, `\`${setupCommand}\``)
}

/** A command line on several lines that a shell takes as one, by two blanks to the right. */
export function wrapCommand(line: string, columns: number): string[] {
  if (line.length + 2 <= columns) return [`  ${line}`]
  const lines: string[] = []
  // An option stays beside its value if both fit. A line is never broken at a quoted blank.
  const parts = splitWords(line).reduce<string[]>(joinValues, [])
  const pieces = parts.flatMap((part) => (part.length + 8 <= columns ? [part] : splitWords(part)))
  for (const piece of pieces) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + piece.length + 5 <= columns) {
      lines[lines.length - 1] = `${last} ${piece}`
    } else {
      lines.push(lines.length === 0 ? piece : `    ${piece}`)
    }
  }
  return lines.map((part, index) => `  ${part}${index < lines.length - 1 ? ' \\' : ''}`)
}

function splitWords(line: string): string[] {
  return line.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? []
}

function joinValues(parts: string[], word: string): string[] {
  const isHead = /^--\w|^[<>]$/.test(word)
  const last = parts.at(-1)
  return last === undefined || isHead
    ? [...parts, word]
    : [...parts.slice(0, -1), `${last} ${word}`]
}
