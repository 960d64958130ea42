import { resolve } from 'node:path'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import type { ExitCode } from '../program/exitCodes.ts'
import { runUntilStopped } from '../program/runUntilStopped.ts'
import { previewConfig, previewOnNetwork } from './preview.ts'

/** `gimbal keeper`: has vaults do what is due, until a signal ends it; or says what is due. */
export const keeperCommand = defineCommand({
  meta: {
    name: 'keeper',
    description: 'Have vaults do what is due (docs/runbook.md, "Keeper")',
    examples: [
      'gimbal keeper preview --config keeper.yaml',
      'gimbal keeper preview --vault 0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0',
      'gimbal keeper run --config keeper.yaml',
    ],
    keyHelp: 'The configuration names it: submit.key sends the transactions. A preview needs none.',
  },
  args: {
    action: { type: 'positional', required: false, description: 'run, or preview' },
    config: { type: 'string', valueHint: 'FILE', description: 'Its configuration, YAML or JSON' },
    vault: {
      type: 'string',
      valueHint: 'ADDRESS',
      description: 'For preview: this vault, without a configuration',
    },
    network: {
      type: 'string',
      valueHint: 'NAME',
      default: 'local',
      description:
        "With --vault: local: the stack that runs here; or a network of gimbal.yaml, a chain's name or id",
    },
    dir: { type: 'string', valueHint: 'DIR', description: 'Folder of the local stack' },
    rpc: {
      type: 'string',
      valueHint: 'URL',
      description: 'With --vault: ask this node, not the one of the network',
    },
    json: { type: 'boolean', description: 'For preview: one JSON object' },
  },
  async run({ action, config, vault, network, dir, rpc, json }) {
    const chosen = chooseOne('action', action, ['run', 'preview'])
    if (chosen === 'preview' && vault !== undefined) {
      if (config !== undefined) throw new UsageError('give --config or --vault, not both')
      return previewOnNetwork(vault, { network, dir, rpc }, json ?? false)
    }
    if (config === undefined) {
      const or = chosen === 'preview' ? ', or --vault ADDRESS' : ''
      throw new UsageError(`no configuration given; give --config FILE${or}`)
    }
    return chosen === 'run' ? run(config) : previewConfig(config, json ?? false)
  },
})

async function run(file: string): Promise<ExitCode> {
  // Imported only here, because these modules load a database and metrics.
  const { createLog, loadKeeperConfig, startKeeper } = await import('../../bot/index.ts')
  const loaded = await loadKeeperConfig(resolve(file))
  const { name, log } = loaded.config
  return runUntilStopped(() =>
    startKeeper(loaded, createLog({ level: log.level }).child({ keeper: name })),
  )
}
