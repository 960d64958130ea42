import { networkArgs } from '../network/networkArgs.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'

/** `gimbal init`: a configuration to begin with. */
export const initCommand = defineCommand({
  meta: {
    name: 'init',
    description:
      "Write a replica's or a prover's configuration for a network, with every setting explained",
    examples: [
      'gimbal init replica --network mainnet',
      'gimbal init prover --network mainnet',
      'gimbal init replica --network mainnet --keystore reporter.json --out replica-2.yaml',
    ],
    keyHelp:
      'It only writes down where the bot finds its key: --keystore, or the environment variable GIMBAL_REPORTER_KEY (a prover: GIMBAL_PROVER_KEY). GIMBAL_KEY is not read.',
  },
  args: {
    what: { type: 'positional', required: false, description: 'replica, or prover' },
    ...networkArgs,
    name: {
      type: 'string',
      valueHint: 'NAME',
      description: 'Its name in its log (default: replica-1, or prover-1)',
    },
    keystore: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Its key is in this keystore file (default: in an environment variable)',
    },
    out: {
      type: 'string',
      valueHint: 'FILE',
      description:
        'The file to write (default: replica.yaml, or prover.yaml); an existing file is not changed',
    },
  },
  async run({ what, name, keystore, out, ...network }) {
    const kind = chooseOne('configuration', what, ['replica', 'prover'])
    const { initBot } = await import('./initBot.ts')
    return initBot({
      kind,
      network: await readNetwork(network),
      name: name ?? `${kind}-1`,
      keystore,
      out: out ?? `${kind}.yaml`,
    })
  },
})
