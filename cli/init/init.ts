import { networkArgs } from '../network/networkArgs.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'

/** `gimbal init`: a configuration to begin with. */
export const initCommand = defineCommand({
  meta: {
    name: 'init',
    description: "Write a replica's configuration for a network, with every setting explained",
    examples: [
      'gimbal init replica --network mainnet',
      'gimbal init replica --network mainnet --keystore reporter.json --out replica-2.yaml',
    ],
    keyHelp:
      'It only writes down where the replica finds its key: --keystore, or the environment variable GIMBAL_REPORTER_KEY. GIMBAL_KEY is not read.',
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
      description: 'The file to write; an existing file is not changed',
    },
  },
  async run({ what, name, keystore, out, ...network }) {
    chooseOne('configuration', what, ['replica'])
    const { initReplica } = await import('./initReplica.ts')
    return initReplica({ network: await readNetwork(network), name, keystore, out })
  },
})
