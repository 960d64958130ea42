import { parseArgs } from 'node:util'
import type { ArgsDef } from 'citty'
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
