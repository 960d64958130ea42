#!/usr/bin/env node
import packageJson from '../package.json' with { type: 'json' }
import { botCommand } from './commands/bot.ts'
import { coreHash } from './commands/coreHash.ts'
import { delegateCommand } from './commands/delegate.ts'
import { deploy } from './commands/deploy.ts'
import { doctorCommand } from './commands/doctor.ts'
import { evaluate } from './commands/evaluate.ts'
import { exportCommand } from './commands/export.ts'
import { paramsCommand } from './commands/params.ts'
import { proposalsCommand } from './commands/proposals.ts'
import { proposeCommand } from './commands/propose.ts'
import { relayCommand } from './commands/relay.ts'
import { replayCommand } from './commands/replay.ts'
import { scenarioCommand } from './commands/scenario.ts'
import { stackCommand } from './commands/stack.ts'
import { startCommand } from './commands/start.ts'
import { subgraphCommand } from './commands/subgraph.ts'
import { tallyCommand } from './commands/tally.ts'
import { verifyCommand } from './commands/verify.ts'
import { voteCommand } from './commands/vote.ts'
import { defineStepCommand } from './governance/defineStepCommand.ts'
import { type Cli, runCli } from './runCli.ts'

const gimbal: Cli = {
  meta: {
    name: 'gimbal',
    version: packageJson.version,
    description:
      'Risk parameters that voters bound, a Wasm core computes and a contract recomputes',
  },
  subCommands: {
    bot: botCommand,
    deploy,
    doctor: doctorCommand,
    evaluate,
    export: exportCommand,
    replay: replayCommand,
    scenario: scenarioCommand,
    stack: stackCommand,
    start: startCommand,
    subgraph: subgraphCommand,
    verify: verifyCommand,
    'core-hash': coreHash,
    params: paramsCommand,
    propose: proposeCommand,
    proposals: proposalsCommand,
    vote: voteCommand,
    relay: relayCommand,
    tally: tallyCommand,
    delegate: delegateCommand,
    queue: defineStepCommand('queue', 'Hand a proposal that has passed to the timelock (--yes)'),
    execute: defineStepCommand(
      'execute',
      "Execute a proposal once the timelock's delay is over (--yes)",
    ),
    cancel: defineStepCommand(
      'cancel',
      'Cancel a proposal of yours before its vote begins (--yes)',
    ),
  },
}

// A write reports its failure to whoever wrote; without a listener the same failure would also end the
// process with a stack trace.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

process.exitCode = await runCli(gimbal, process.argv.slice(2))
