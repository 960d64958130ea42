import { basename } from 'node:path'
import type { StartCheck } from '../../bot/checkStart.ts'
import type { BotConfig } from '../../bot/config.ts'
import { BotConfigError } from '../../bot/errors.ts'
import { listVariables } from '../../bot/listVariables.ts'
import { type LoadedConfig, loadConfig } from '../../bot/loadConfig.ts'
import { formatMarket } from '../../governance/index.ts'
import { attempt, type CheckGroup, gather, mend, pass } from './check.ts'
import { checkBlocks } from './checkBlocks.ts'
import { checkBalance, checkEndpoints, checkRelay } from './checkEndpoints.ts'
import { checkGate } from './checkGate.ts'
import { checkPeer } from './checkPeer.ts'
import { checkHealth, checkPorts, isReplicaAt } from './checkPorts.ts'
import { checkPostgresJournal } from './checkPostgresJournal.ts'
import { checkSqliteJournal } from './checkSqliteJournal.ts'
import { checkSubgraphs } from './checkSubgraphs.ts'
import { splitSecret } from './hideSecrets.ts'
import { type OpenedKey, openKey } from './openKey.ts'

const CONFIGURATION = 'The configuration'

/** Everything that a replica needs, as `gimbal bot run` would start it. Sends nothing, and leaves nothing behind. */
export async function examineReplica(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<{ groups: CheckGroup[]; secrets: string[] }> {
  try {
    const loaded = await loadConfig(file, env)
    const variables = [...listNames(loaded.config), 'GIMBAL_KEYSTORE_PASSWORD']
    const secrets = variables.flatMap((name) => splitSecret(env[name] ?? ''))
    return { groups: listGroups(file, loaded, env), secrets }
  } catch (error) {
    if (!(error instanceof BotConfigError)) throw error
    const checks = error.faults.map((fault) => {
      const where = fault.line === undefined ? basename(file) : `${basename(file)}:${fault.line}`
      return mend(fault.path || 'file', `${where}: ${fault.text}`)
    })
    return { groups: [{ title: CONFIGURATION, checks: Promise.resolve(checks) }], secrets: [] }
  }
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
    { title: CONFIGURATION, checks: Promise.resolve(describeConfig(file, config, env)) },
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

/** The names of the environment variables that are read, each once. */
function listNames(config: BotConfig): string[] {
  return [...new Set(listVariables(config).map(({ name }) => name))]
}

function describeConfig(file: string, config: BotConfig, env: NodeJS.ProcessEnv): StartCheck[] {
  const { name, chain, markets, reporter, submit } = config
  const does = [reporter ? 'signs' : 'does not sign', submit ? 'sends' : 'does not send']
  // A variable that is not set is reported by the check that needs it.
  const variables = listNames(config).filter((variable) => env[variable])
  const of = `${name} on chain ${chain.id} for ${markets.map(formatMarket).join(', ')}`
  return [
    pass('file', `${basename(file)}: ${of}; ${does.join(', ')}`),
    pass(
      'variables',
      variables.length === 0 ? 'no variable is used' : `set: ${variables.join(', ')}`,
    ),
  ]
}

async function describeKeys(...keys: (Promise<OpenedKey> | undefined)[]): Promise<StartCheck[]> {
  const opened = await Promise.all(keys)
  return opened.flatMap((key) => (key === undefined ? [] : [key.check]))
}

async function checkJournal(
  { config, journal }: LoadedConfig,
  payer: Promise<OpenedKey> | undefined,
  running: Promise<boolean>,
): Promise<StartCheck[]> {
  if (payer === undefined) return [pass('journal', 'is not opened, as nothing is sent')]
  return attempt('journal', async () => {
    const isReplicaRunning = await running
    const account = (await payer).account?.address
    const { check, isInUse } =
      'file' in journal
        ? await checkSqliteJournal(journal.file, isReplicaRunning)
        : await checkPostgresJournal(journal.url, {
            chainId: config.chain.id,
            account,
            isReplicaRunning,
          })
    // A running replica holds its journal; without the account the holder of the lock is not known.
    const isOther = isReplicaRunning && !isInUse && ('file' in journal || account !== undefined)
    if (!isOther || !check.isOk) return check
    const what = `port ${config.http.port} answers, but its replica has another journal`
    return [check, mend('http', `${what}; end that one, or give another port`)]
  })
}

async function checkRelayOf({ config, relayUrl }: LoadedConfig): Promise<StartCheck[]> {
  if (relayUrl === undefined) return []
  return attempt('relay', () => checkRelay(relayUrl, config.chain.id, config.chain.timeoutMs))
}

async function checkBalanceOf(
  { config }: LoadedConfig,
  payer: Promise<OpenedKey> | undefined,
  urls: readonly string[],
): Promise<StartCheck[]> {
  const account = (await payer)?.account
  const { submit, chain } = config
  if (account === undefined || submit === undefined) return []
  return attempt('balance', () => checkBalance(urls, account, submit.lowBalance, chain.timeoutMs))
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
