import { fileURLToPath } from 'node:url'
import { locateStack } from '../../client/network/findNetwork.ts'
import { networkArgs } from '../network/networkArgs.ts'
import { readNetwork } from '../network/readNetwork.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { stackPlace } from '../stack/stackFolder.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** `gimbal doctor`: what there is to mend, here or about a replica. */
export const doctorCommand = defineCommand({
  meta: {
    name: 'doctor',
    description:
      'Check this installation, a network or a replica, and list faults. Exit 1: there are some',
    examples: [
      'gimbal doctor',
      'gimbal doctor --network mainnet',
      'gimbal doctor --config replica.yaml',
    ],
  },
  args: {
    config: {
      type: 'string',
      valueHint: 'FILE',
      description:
        'Check a replica or a prover instead, as `gimbal bot run` would start it from this file',
    },
    network: {
      type: 'string',
      valueHint: 'NAME',
      description: `Check this network instead: ${networkArgs.network.description}`,
    },
    rpc: networkArgs.rpc,
    dir: {
      type: 'string',
      valueHint: 'DIR',
      description: `Folder of the local stack (default: ${stackPlace})`,
    },
    json: { type: 'boolean', description: 'One JSON object: isOk and checks' },
  },
  async run({ config, network, rpc, dir, json = false }) {
    if (config !== undefined && (network !== undefined || rpc !== undefined)) {
      throw new UsageError(
        '--config is a replica, which has its network; remove --network and --rpc',
      )
    }
    if (network === undefined && rpc !== undefined) {
      throw new UsageError('--rpc belongs to --network; give that too')
    }
    if (config !== undefined && dir !== undefined) {
      throw new UsageError('--dir belongs to the check without --config; give one of them')
    }
    // Imported only here, because these modules load a database.
    const { runDoctor } = await import('./runDoctor.ts')
    if (config !== undefined) {
      const { examineReplica } = await import('./examineReplica.ts')
      return runDoctor({ ...(await examineReplica(config)), json })
    }
    if (network !== undefined) {
      const { examineNetwork } = await import('./examineNetwork.ts')
      return runDoctor({ ...examineNetwork(await readNetwork({ network, dir, rpc })), json })
    }
    const { examineInstallation } = await import('./examineInstallation.ts')
    return runDoctor({ ...examineInstallation({ root, stackFolder: locateStack(dir) }), json })
  },
})
