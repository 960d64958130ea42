import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** `gimbal doctor`: what there is to mend, here or about a replica. */
export const doctorCommand = defineCommand({
  meta: {
    name: 'doctor',
    description: 'Check this installation, or a replica, and say what to mend. Exit 1: something',
    examples: ['gimbal doctor', 'gimbal doctor --config replica.yaml'],
  },
  args: {
    config: {
      type: 'string',
      valueHint: 'FILE',
      description: 'Check a replica instead, as `gimbal bot run` would start it from this file',
    },
    dir: {
      type: 'string',
      valueHint: 'DIR',
      description: 'Folder of the local stack (default: build/stack)',
    },
    json: { type: 'boolean', description: 'One JSON object: isOk and checks' },
  },
  async run({ config, dir, json = false }) {
    if (config !== undefined && dir !== undefined) {
      throw new UsageError('--dir belongs to the check without --config; give one of them')
    }
    // Only here: they bring a database along.
    const { runDoctor } = await import('./runDoctor.ts')
    if (config !== undefined) {
      const { examineReplica } = await import('./examineReplica.ts')
      return runDoctor({ ...(await examineReplica(config)), json })
    }
    const { examineInstallation } = await import('./examineInstallation.ts')
    const stackFolder = resolve(dir ?? process.env.GIMBAL_STACK ?? resolve(root, 'build/stack'))
    return runDoctor({ ...examineInstallation({ root, stackFolder }), json })
  },
})
