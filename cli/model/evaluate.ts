import { openInput } from '../io/openInput.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { createEngines, engineNames } from './engines.ts'
import { evaluateStream } from './evaluateStream.ts'

/** `gimbal evaluate`: the model over NDJSON, on one engine or on both. */
export const evaluate = defineCommand({
  meta: {
    name: 'evaluate',
    description: 'Evaluate the model for every line of a file, and print one target a line',
    examples: ['gimbal evaluate rows.ndjson', 'gimbal evaluate - --engine both < rows.ndjson'],
  },
  args: {
    file: {
      type: 'positional',
      required: false,
      description:
        'NDJSON: { "id", "observation", "policy" }, numbers as decimal strings; - is stdin',
    },
    engine: {
      type: 'enum',
      options: [...engineNames, 'both'],
      default: 'wasm',
      description: 'Which engine computes; both stops at the first difference (exit status 4)',
    },
  },
  async run({ file, engine }) {
    const input = await openInput(file, process.stdin)
    const engines = await createEngines(engine)
    try {
      return await evaluateStream({ input, output: process.stdout, log: console.error, engines })
    } finally {
      for (const started of Object.values(engines)) await started.close()
    }
  },
})
