import { expect, test } from 'vitest'
import { defineCommand } from '../../../cli/program/defineCommand.ts'
import { exitCodes } from '../../../cli/program/exitCodes.ts'

test('behavior: an option that begins with no- keeps its name', async () => {
  const seen: (boolean | undefined)[] = []
  const command = defineCommand({
    meta: { name: 'up', description: '' },
    args: { 'no-index': { type: 'boolean' }, json: { type: 'boolean' } },
    async run(args) {
      seen.push(args['no-index'], args.json)
      return exitCodes.ok
    },
  })
  await command.run(['--no-index'])
  await command.run(['--json'])
  expect(seen).toEqual([true, undefined, undefined, true])
})
