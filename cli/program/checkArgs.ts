import { parseArgs } from 'node:util'
import type { ArgsDef } from 'citty'
import { showText } from '../../core/showText.ts'
import { chooseOne, suggest } from './chooseOne.ts'
import { UsageError } from './errors.ts'

/**
 * Refuses what a command does not take. citty lets unknown options, surplus arguments and options without a value pass;
 * Node's parser does not.
 *
 * @param args - What follows the command's name.
 * @throws UsageError
 */
export function checkArgs(definitions: ArgsDef, args: string[]): void {
  const named = Object.entries(definitions).filter(([, { type }]) => type !== 'positional')
  const { positionals, values } = parseStrictly(named, args)
  const surplus = positionals[Object.keys(definitions).length - named.length]
  if (surplus !== undefined) {
    throw new UsageError(`unexpected argument ${showText(surplus)}; remove it`)
  }
  for (const [name, definition] of named) {
    const value = values[name]
    if (definition.type !== 'enum' || value === undefined) continue
    chooseOne(name, String(value), definition.options ?? [])
  }
}

function parseStrictly(named: readonly [string, ArgsDef[string]][], args: string[]) {
  const options = named.map(([name, { type }]) => {
    return [name, { type: type === 'boolean' ? 'boolean' : 'string' }] as const
  })
  try {
    return parseArgs({ args, options: Object.fromEntries(options), allowPositionals: true })
  } catch (cause) {
    throw new UsageError(describe(cause as NodeJS.ErrnoException, named), { cause })
  }
}

function describe(
  { code, message }: NodeJS.ErrnoException,
  named: readonly [string, unknown][],
): string {
  const unknown = /^Unknown option '(.+?)'\./s.exec(message)?.[1]
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && unknown !== undefined) {
    const names = [...named.map(([name]) => `--${name}`), '--help']
    const advice = suggest(unknown, names, 'give one that --help lists')
    return `unknown option '${showText(unknown)}'; ${advice}`
  }
  const [sentence = ''] = message.split(/[.\n]/)
  return `${sentence.replace(/^[A-Z]/, (letter) => letter.toLowerCase())}; correct it`
}
