import { describe, expect, test } from 'vitest'
import { gimbal } from '../../../cli/index.ts'
import { checkArgs } from '../../../cli/program/checkArgs.ts'

const commands = Object.entries(gimbal.subCommands)
const examples = commands.flatMap(([, { meta }]) =>
  (meta.examples ?? []).map((line) => ({ name: meta.name, line })),
)

/** The arguments as a shell makes them; where output and input go is the shell's business. */
function split(line: string): string[] {
  return line.replace(/ [<>] \S+$/, '').split(' ')
}

describe('every command', () => {
  test.each(commands)('default: %s is called by its name, and has an example', (name, { meta }) => {
    expect(meta.name).toBe(name)
    expect(meta.examples?.length).toBeGreaterThan(0)
  })

  test.each(examples)('behavior: `$line` is a command line of $name', ({ name, line }) => {
    const [program, ...args] = split(line)
    expect([program, args[0]]).toEqual(['gimbal', name])
    expect(() => checkArgs(gimbal.subCommands[name]?.args ?? {}, args.slice(1))).not.toThrow()
  })

  test('behavior: the strict parser would refuse an example that is wrong', () => {
    const { args = {} } = gimbal.subCommands.vote ?? {}
    for (const line of ['1a2b --chioce for', '1a2b --choice maybe', '1a2b 3c4d', '1a2b --via']) {
      expect(() => checkArgs(args, line.split(' '))).toThrow()
    }
  })

  test.each(commands.filter(([, { args }]) => 'keystore' in args || 'yes' in args))(
    'behavior: %s signs, and says where its key comes from',
    (_, { meta }) => {
      expect(meta.keyHelp).toMatch(/GIMBAL_(DEPLOYER_)?KEY/)
    },
  )
})
