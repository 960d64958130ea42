import { basename } from 'node:path'
import type { StartCheck } from '../../bot/checkStart.ts'
import type { BotConfig } from '../../bot/config.ts'
import { BotConfigError } from '../../bot/errors.ts'
import { type LoadedConfig, loadConfig } from '../../bot/loadConfig.ts'
import { loadProverConfig } from '../../bot/prover/loadProverConfig.ts'
import { readMode } from '../../bot/readMode.ts'
import { attempt, type CheckGroup, gather, mend } from './check.ts'
import { checkBlocks } from './checkBlocks.ts'
import { checkEndpoints } from './checkEndpoints.ts'
import { checkGate } from './checkGate.ts'
import { checkPeer } from './checkPeer.ts'
import { checkHealth, checkPorts, isReplicaAt } from './checkPorts.ts'
import { checkSubgraphs } from './checkSubgraphs.ts'
import {
  checkBalanceOf,
  checkJournal,
  checkRelayOf,
  describeConfig,
  describeKeys,
  listNames,
} from './examineParts.ts'
import { listProverGroups } from './examineProver.ts'
import { splitSecret } from './hideSecrets.ts'
import { openKey } from './openKey.ts'

const CONFIGURATION = 'The configuration'

/** Everything that a replica or a prover needs, as `gimbal bot run` would start it. Sends nothing, and leaves nothing behind. */
export async function examineReplica(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ groups: CheckGroup[]; secrets: string[] }> {
  try {
    if ((await readMode(file, env)) === 'prover') {
      const loaded = await loadProverConfig(file, env)
      const groups = listProverGroups(file, loaded, env)
      return { groups, secrets: listSecrets(loaded.config, env) }
    }
    const loaded = await loadConfig(file, env)
    return { groups: listGroups(file, loaded, env), secrets: listSecrets(loaded.config, env) }
  } catch (error) {
    if (!(error instanceof BotConfigError)) throw error
    const checks = error.faults.map((fault) => {
      const where = fault.line === undefined ? basename(file) : `${basename(file)}:${fault.line}`
      return mend(fault.path || 'file', `${where}: ${fault.text}`)
    })
    return { groups: [{ title: CONFIGURATION, checks: Promise.resolve(checks) }], secrets: [] }
  }
}

function listSecrets(config: object, env: NodeJS.ProcessEnv): string[] {
  const variables = [...listNames(config), 'GIMBAL_KEYSTORE_PASSWORD']
  return variables.flatMap((name) => splitSecret(env[name] ?? ''))
}

function listGroups(file: string, loaded: LoadedConfig, env: NodeJS.ProcessEnv): CheckGroup[] {
  const { config } = loaded
  const reporter = config.reporter && openKey('reporter.key', config.reporter.key, env)
  const payer = config.submit && openKey('submit.key', config.submit.key, env)
  const running = isReplicaAt(config.http)
  const endpoints = checkEndpoints(loaded)
  const onChain = async (run: (usableUrls: string[]) => Promise<StartCheck[]>) => {
    const { usableUrls } = await endpoints
    // The endpoints have said what is wrong; nothing else can be known then.
    return usableUrls.length === 0 ? [] : run(usableUrls)
  }
  return [
    {
      title: CONFIGURATION,
      checks: Promise.resolve(describeConfig(file, config, describeWork(config), env)),
    },
    {
      title: 'Keys and journal',
      checks: gather([describeKeys(reporter, payer), checkJournal(loaded, payer, running)]),
    },
    {
      title: 'The chain',
      checks: gather([
        endpoints.then(({ checks }) => checks),
        checkRelayOf(loaded),
        onChain((urls) => checkBalanceOf(loaded, payer, urls)),
        onChain(([url = '']) => attempt('blocks', () => checkBlocks(loaded, url))),
      ]),
    },
    {
      title: 'The start gate',
      checks: onChain(() =>
        attempt('gate', async () => checkGate(loaded, (await reporter)?.account)),
      ),
    },
    { title: 'The index', checks: onChain(() => attempt('index', () => checkSubgraphs(loaded))) },
    { title: 'Peers', checks: checkPeers(loaded) },
    { title: 'The replica', checks: checkReplica(config, running) },
  ]
}

function describeWork({ reporter, submit }: BotConfig): string {
  return `${reporter ? 'signs' : 'does not sign'}, ${submit ? 'sends' : 'does not send'}`
}

function checkPeers({ config, peers }: LoadedConfig): Promise<StartCheck[]> {
  const timeoutMs = config.turns.peerTimeoutMs
  return gather(
    peers.map(({ url, token }, at) => {
      const name = `peer ${at + 1}`
      const variable = config.peers[at]?.token
      return attempt(name, () => checkPeer(name, { url, token, variable, timeoutMs }))
    }),
  )
}

async function checkReplica(config: BotConfig, running: Promise<boolean>): Promise<StartCheck[]> {
  const isRunning = await running
  return gather([
    attempt('http', () => checkPorts(config, isRunning)),
    ...(isRunning ? [attempt('health', () => checkHealth(config.http))] : []),
  ])
}
