import { resolve } from 'node:path'
import type { Logger } from 'pino'
import { chooseOne } from '../program/chooseOne.ts'
import { defineCommand } from '../program/defineCommand.ts'
import { UsageError } from '../program/errors.ts'
import { runUntilStopped } from '../program/runUntilStopped.ts'

/** `gimbal bot`: one replica of the bot, or one prover, until a signal ends it. */
export const botCommand = defineCommand({
  meta: {
    name: 'bot',
    description: 'Run a replica of the bot: observe, sign, push; or a prover (docs/runbook.md)',
    examples: ['gimbal bot run --config replica.yaml', 'gimbal bot run --config prover.yaml'],
    keyHelp:
      'The configuration names them: reporter.key signs observations, submit.key sends pushes.',
  },
  args: {
    action: { type: 'positional', required: false, description: 'run' },
    config: { type: 'string', valueHint: 'FILE', description: 'Its configuration, YAML or JSON' },
  },
  async run({ action, config }) {
    chooseOne('action', action, ['run'])
    if (config === undefined) throw new UsageError('no configuration given; give --config FILE')
    // Imported only here, because these modules load a database and metrics.
    const { createLog, loadConfig, loadProverConfig, readMode, startBot, startProver } =
      await import('../../bot/index.ts')
    const file = resolve(config)
    const mode = await readMode(file)
    const start =
      mode === 'prover'
        ? await loadProverConfig(file).then((loaded) => ({
            settings: loaded.config,
            run: (log: Logger) => startProver(loaded, log),
          }))
        : await loadConfig(file).then((loaded) => ({
            settings: loaded.config,
            run: (log: Logger) => startBot(loaded, log),
          }))
    const { name, log } = start.settings
    return runUntilStopped(() => start.run(createLog({ level: log.level }).child({ [mode]: name })))
  },
})
