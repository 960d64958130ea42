import type { Logger } from 'pino'
import { isAddressEqual } from 'viem'
import { loadCore } from '../../core/index.ts'
import { formatMarket } from '../../governance/index.ts'
import { readSigner } from '../../keys/index.ts'
import { createClock } from '../createClock.ts'
import { describeFailure } from '../describeFailure.ts'
import { StartGateError } from '../errors.ts'
import { createConditions } from '../health/conditions.ts'
import { createAlarmTeller } from '../health/createAlarmTeller.ts'
import { createMonitor } from '../health/createMonitor.ts'
import { createMetrics } from '../health/metrics.ts'
import { openJournal } from '../journal/openJournal.ts'
import { createNotifier } from '../notify/createNotifier.ts'
import { createChainReader } from '../sources/createChainReader.ts'
import { type Closing, closeAll, type RunningService, startService } from '../startService.ts'
import { openSubmitter } from '../submit/openSubmitter.ts'
import { toSignerOptions } from '../toSignerOptions.ts'
import { checkProverStart } from './checkProverStart.ts'
import { createProver } from './createProver.ts'
import { createRaces } from './createRaces.ts'
import type { LoadedProverConfig } from './loadProverConfig.ts'
import { createProofErrand } from './proofErrand.ts'
import { createProverReader } from './proverReader.ts'

/**
 * Starts a prover: key, start gate, journal, server, and the loop.
 *
 * @throws StartGateError with everything that is wrong with key and gate, JournalUnavailableError, ListenError; nothing
 *   is left running then.
 */
export async function startProver(
  loaded: LoadedProverConfig,
  log: Logger,
): Promise<RunningService> {
  const { config } = loaded
  const { riskParameters, markets, decide, turns, submit, alarms } = config
  const core = await loadCore()
  const clock = createClock({
    kind: config.chain.clock,
    maxSkewSec: Number(config.chain.maxClockSkew),
  })
  const chain = openProverChain(loaded)
  const [payer] = await Promise.allSettled([readSigner(toSignerOptions(submit.key))])
  const checks = await checkProverStart({
    core,
    chain,
    riskParameters,
    markets,
    account: payer.status === 'fulfilled' ? payer.value.address : undefined,
    checkClock: clock.check,
    heartbeatSec: decide.heartbeat,
  })
  const closed = payer.status === 'rejected' ? [`submit.key: ${describeFailure(payer.reason)}`] : []
  const failed = checks.filter(({ isOk }) => !isOk)
  // All at once: who mends one thing should not meet the next at the next start.
  const problems = [...closed, ...failed.map(({ name, detail }) => `${name}: ${detail}`)]
  if (payer.status === 'rejected' || problems.length > 0) {
    throw new StartGateError('the prover', problems)
  }
  log.info({ event: 'gate', checks }, 'the start gate is open')

  const account = payer.value
  const metrics = createMetrics({ markets: markets.map(formatMarket) })
  const notifier = createNotifier({ receivers: loaded.receivers, log })
  const conditions = createConditions({
    alarmAfterMs: Number(alarms.after) * 1_000,
    now: () => performance.now(),
    onAlarm: createAlarmTeller({ log, notifier, sender: { prover: config.name } }),
  })
  const monitor = createMonitor({
    log,
    metrics,
    conditions,
    checkClock: clock.check,
    maxValueAgeSec: decide.heartbeat + MAX_LATE_SEC,
  })
  const others = turns.provers.filter((one) => !isAddressEqual(one, account.address))
  const closing: Closing = [notifier.close]
  try {
    const journal = await openJournal(loaded.journal)
    closing.push(() => journal.close())
    return await startService({
      turning: createProver({
        core,
        markets,
        chain,
        reader: createProverReader({ chain, riskParameters, account: account.address }),
        settings: { deadBandPips: decide.deadBand, heartbeatSec: decide.heartbeat },
        hintMarginSec: config.hints.margin,
        races: createRaces({
          own: account.address,
          provers: [account.address, ...others],
          takeoverSec: Number(turns.takeover),
          clock: clock.now,
        }),
        submitter: openSubmitter({
          settings: submit,
          urls: loaded.chainUrls,
          relayUrl: loaded.relayUrl,
          chainId: config.chain.id,
          account,
          errand: createProofErrand(riskParameters),
          journal,
          clock: clock.now,
        }),
        monitor,
        onHead: clock.setHead,
      }),
      monitor,
      pollMs: config.chain.pollMs,
      health: { ...config.http, registry: metrics.registry, conditions },
      closing,
      log,
    })
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}

/** Two epochs of ten minutes: a confirmation waits for its prover's turn, and for the account. */
const MAX_LATE_SEC = 1_200n

/** The chain as a prover's configuration describes it. */
export function openProverChain({ config, chainUrls }: LoadedProverConfig) {
  const { chain, riskParameters } = config
  return createChainReader({
    urls: chainUrls,
    chainId: chain.id,
    riskParameters,
    timeoutMs: chain.timeoutMs,
    maxLagBlocks: BigInt(chain.maxLagBlocks),
  })
}
