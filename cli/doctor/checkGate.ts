import type { LocalAccount } from 'viem'
import { checkStart, type StartCheck } from '../../bot/checkStart.ts'
import { createClock } from '../../bot/createClock.ts'
import type { LoadedConfig } from '../../bot/loadConfig.ts'
import { openSources } from '../../bot/sources/openSources.ts'
import { loadCore } from '../../core/index.ts'

/** The checks of `bot run` before it begins. `reporter` is undefined if there is none, or its key cannot be opened. */
export async function checkGate(
  loaded: LoadedConfig,
  reporter: LocalAccount | undefined,
): Promise<StartCheck[]> {
  const { riskParameters, markets, chain, decide, submit } = loaded.config
  const maxSkewSec = Number(chain.maxClockSkew)
  const checks = await checkStart({
    core: await loadCore(),
    chain: openSources(loaded).chain,
    riskParameters,
    markets,
    reporter: reporter?.address,
    peerCount: loaded.peers.length,
    sends: submit !== undefined,
    heartbeatSec: decide.heartbeat,
    checkClock: createClock({ kind: chain.clock, maxSkewSec }).check,
  })
  // Without the key it is not known who signs; the key's own check has said so.
  const isKeyUnknown = loaded.config.reporter !== undefined && reporter === undefined
  const known = checks.filter(({ name }) => !(isKeyUnknown && name.startsWith('quorum')))
  // The core is the same for every market.
  return known.filter(({ name, detail }, at) => {
    return known.findIndex((other) => other.name === name && other.detail === detail) === at
  })
}
