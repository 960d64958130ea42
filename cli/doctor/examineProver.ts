import { createClock } from '../../bot/createClock.ts'
import { checkProverStart } from '../../bot/prover/checkProverStart.ts'
import type { LoadedProverConfig } from '../../bot/prover/loadProverConfig.ts'
import { openProverChain } from '../../bot/prover/startProver.ts'
import { loadCore } from '../../core/index.ts'
import { attempt, type CheckGroup, gather } from './check.ts'
import { checkEndpoints } from './checkEndpoints.ts'
import { checkHealth, checkPorts, isReplicaAt } from './checkPorts.ts'
import { checkRings } from './checkRings.ts'
import {
  checkBalanceOf,
  checkJournal,
  checkRelayOf,
  describeConfig,
  describeKeys,
} from './examineParts.ts'
import { type OpenedKey, openKey } from './openKey.ts'

/** Everything that a prover needs, as `gimbal bot run` would start it. */
export function listProverGroups(
  file: string,
  loaded: LoadedProverConfig,
  env: NodeJS.ProcessEnv,
): CheckGroup[] {
  const { config } = loaded
  const payer = openKey('submit.key', config.submit.key, env)
  const running = isReplicaAt(config.http)
  const endpoints = checkEndpoints(loaded)
  const usable = endpoints.then(({ usableUrls }) => usableUrls)
  return [
    {
      title: 'The configuration',
      checks: Promise.resolve(describeConfig(file, config, 'proves, and sends', env)),
    },
    {
      title: 'Keys and journal',
      checks: gather([describeKeys(payer), checkJournal(loaded, payer, running)]),
    },
    {
      title: 'The chain',
      checks: gather([
        endpoints.then(({ checks }) => checks),
        checkRelayOf(loaded),
        usable.then((urls) => (urls.length === 0 ? [] : checkBalanceOf(loaded, payer, urls))),
        usable.then(([url]) =>
          url === undefined ? [] : attempt('rings', () => checkRings(loaded, url)),
        ),
      ]),
    },
    {
      title: 'The start gate',
      // The endpoints have said what is wrong; nothing else can be known then.
      checks: usable.then((urls) =>
        urls.length === 0 ? [] : attempt('gate', () => checkProverGate(loaded, payer)),
      ),
    },
    {
      title: 'The prover',
      checks: running.then((isRunning) =>
        gather([
          attempt('http', () => checkPorts({ http: config.http }, isRunning)),
          ...(isRunning ? [attempt('health', () => checkHealth(config.http))] : []),
        ]),
      ),
    },
  ]
}

async function checkProverGate(loaded: LoadedProverConfig, payer: Promise<OpenedKey>) {
  const { riskParameters, markets, chain, decide } = loaded.config
  return checkProverStart({
    core: await loadCore(),
    chain: openProverChain(loaded),
    riskParameters,
    markets,
    account: (await payer).account?.address,
    heartbeatSec: decide.heartbeat,
    checkClock: createClock({ kind: chain.clock, maxSkewSec: Number(chain.maxClockSkew) }).check,
  })
}
