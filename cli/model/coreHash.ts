import { loadCore } from '../../core/index.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { exitCodes } from '../program/exitCodes.ts'

/** `gimbal core-hash`: the name of the algorithm, as governance votes on it. */
export const coreHash = defineCommand({
  meta: {
    name: 'core-hash',
    description: 'Print the keccak256 of the Wasm core, the name under which it is voted on',
    examples: ['gimbal core-hash'],
  },
  args: {},
  async run() {
    const { hash } = await loadCore()
    await writeOutput(process.stdout, `${hash}\n`)
    return exitCodes.ok
  },
})
