import { networkArgs } from '../network/networkArgs.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'

/** `gimbal init`: a configuration to begin with. */
export const initCommand = defineCommand({
  meta: {
    name: 'init',
    description: "Write a replica's configuration for a network, with every place explained",
  },
  args: {
    what: { type: 'positional', required: false, description: 'replica' },
    ...networkArgs,
    name: {
      type: 'string',
      valueHint: 'NAME',
      default: 'replica-1',
      description: "The replica's name in its log",
    },
    keystore: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Its key is in this keystore file (default: in GIMBAL_REPORTER_KEY)',
    },
    out: {
      type: 'string',
      valueHint: 'FILE',
      default: 'replica.yaml',
      description: 'The file to write; one that exists is left alone',
    },
  },
  async run({ what, name, keystore, out, ...network }) {
    if (what !== 'replica') {
      throw new UsageError(`what to write is ${what ?? 'missing'}; give replica`)
    }
    const { initReplica } = await import('./initReplica.ts')
    return initReplica({ network: await readNetwork(network), name, keystore, out })
  },
})
