#!/usr/bin/env node
import packageJson from '../package.json' with { type: 'json' }
import { coreHash } from './commands/coreHash.ts'
import { deploy } from './commands/deploy.ts'
import { evaluate } from './commands/evaluate.ts'
import { exportCommand } from './commands/export.ts'
import { replayCommand } from './commands/replay.ts'
import { scenarioCommand } from './commands/scenario.ts'
import { stackCommand } from './commands/stack.ts'
import { subgraphCommand } from './commands/subgraph.ts'
import { verifyCommand } from './commands/verify.ts'
import { type Cli, runCli } from './runCli.ts'

const gimbal: Cli = {
  meta: {
    name: 'gimbal',
    version: packageJson.version,
    description:
      'Risk parameters that voters bound, a Wasm core computes and a contract recomputes',
  },
  subCommands: {
    deploy,
    evaluate,
    export: exportCommand,
    replay: replayCommand,
    scenario: scenarioCommand,
    stack: stackCommand,
    subgraph: subgraphCommand,
    verify: verifyCommand,
    'core-hash': coreHash,
  },
}

// A write reports its failure to whoever wrote; without a listener the same failure would also end the
// process with a stack trace.
process.stdout.on('error', () => {})
process.stderr.on('error', () => {})

process.exitCode = await runCli(gimbal, process.argv.slice(2))
