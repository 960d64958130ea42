#!/usr/bin/env node
import { realpathSync } from 'node:fs'
import packageJson from '../package.json' with { type: 'json' }
import { backtestCommand } from './backtest/backtest.ts'
import { botCommand } from './bot/bot.ts'
import { chainsCommand } from './chains/chains.ts'
import { consoleCommand } from './console/console.ts'
import { deploy } from './deploy/deploy.ts'
import { subgraphCommand } from './deploy/subgraph.ts'
import { doctorCommand } from './doctor/doctor.ts'
import { exportCommand } from './export/export.ts'
import { accountCommand } from './governance/account.ts'
import { defineStepCommand } from './governance/defineStepCommand.ts'
import { delegateCommand } from './governance/delegate.ts'
import { paramsCommand } from './governance/params.ts'
import { proposalsCommand } from './governance/proposals.ts'
import { proposeCommand } from './governance/propose.ts'
import { relayCommand } from './governance/relay.ts'
import { tallyCommand } from './governance/tally.ts'
import { voteCommand } from './governance/vote.ts'
import { initCommand } from './init/init.ts'
import { keeperCommand } from './keeper/keeper.ts'
import { keysCommand } from './keys/keys.ts'
import { marketCommand } from './market/market.ts'
import { replayCommand } from './market/replay.ts'
import { coreHash } from './model/coreHash.ts'
import { evaluate } from './model/evaluate.ts'
import { pricesCommand } from './prices/prices.ts'
import type { Cli } from './program/command.ts'
import { runCli } from './program/runCli.ts'
import { pushCommand } from './push/push.ts'
import { relayerCommand } from './relayer/relayer.ts'
import { stackCommand } from './stack/stack.ts'
import { startCommand } from './start/start.ts'
import { verifyCommand } from './verify/verify.ts'

/** The whole command line. */
export const gimbal: Cli = {
  meta: {
    name: 'gimbal',
    version: packageJson.version,
    description:
      'Risk parameters that voters bound, a Wasm core computes and a contract recomputes',
  },
  subCommands: {
    backtest: backtestCommand,
    bot: botCommand,
    chains: chainsCommand,
    console: consoleCommand,
    deploy,
    doctor: doctorCommand,
    evaluate,
    export: exportCommand,
    init: initCommand,
    keeper: keeperCommand,
    keys: keysCommand,
    market: marketCommand,
    prices: pricesCommand,
    replay: replayCommand,
    relayer: relayerCommand,
    stack: stackCommand,
    start: startCommand,
    subgraph: subgraphCommand,
    verify: verifyCommand,
    'core-hash': coreHash,
    params: paramsCommand,
    push: pushCommand,
    propose: proposeCommand,
    proposals: proposalsCommand,
    vote: voteCommand,
    relay: relayCommand,
    tally: tallyCommand,
    account: accountCommand,
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

/** Runs the command line of this process. */
export async function runGimbal(): Promise<void> {
  // A write reports its failure to its caller; without a listener the same failure would also end the
  // process with a stack trace.
  process.stdout.on('error', () => {})
  process.stderr.on('error', () => {})

  process.exitCode = await runCli(gimbal, process.argv.slice(2))
}

// The manual, its tests and the package's launcher import this file for its commands.
const [, script] = process.argv
if (script !== undefined && realpathSync(script) === import.meta.filename) await runGimbal()
