import { resolve } from 'node:path'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { runUntilStopped } from '../program/runUntilStopped.ts'

/** `gimbal relayer`: brings messages between chains, until a signal ends it. */
export const relayerCommand = defineCommand({
  meta: {
    name: 'relayer',
    description: 'Bring parameters and votes to other chains (docs/chains.md)',
    examples: ['gimbal relayer run --config relayer.yaml'],
    keyHelp: 'The configuration names them: submit.key of each chain sends the transactions.',
  },
  args: {
    action: { type: 'positional', required: false, description: 'run' },
    config: { type: 'string', valueHint: 'FILE', description: 'Its configuration, YAML or JSON' },
  },
  async run({ action, config }) {
    chooseOne('action', action, ['run'])
    if (config === undefined) throw new UsageError('no configuration given; give --config FILE')
    // Imported only here, because these modules load a database and metrics.
    const { createLog, loadRelayerConfig, startRelayer } = await import('../../bot/index.ts')
    const loaded = await loadRelayerConfig(resolve(config))
    const { name, log } = loaded.config
    return runUntilStopped(() =>
      startRelayer(loaded, createLog({ level: log.level }).child({ relayer: name })),
    )
  },
})
