import type { Logger } from 'pino'
import { readSigner } from '../../keys/index.ts'
import { createClock } from '../createClock.ts'
import { describeFailure } from '../describeFailure.ts'
import { StartGateError } from '../errors.ts'
import { createAlarmTeller } from '../health/createAlarmTeller.ts'
import { openJournal } from '../journal/openJournal.ts'
import { createNotifier } from '../notify/createNotifier.ts'
import { openPrices } from '../prices/openPrices.ts'
import { createEndpoints } from '../sources/createEndpoints.ts'
import { type Closing, closeAll, type RunningService, startService } from '../startService.ts'
import { openSubmitter } from '../submit/openSubmitter.ts'
import { toSignerOptions } from '../toSignerOptions.ts'
import { actionErrand, type KeptVault } from './actionErrand.ts'
import { checkKeeperStart } from './checkKeeperStart.ts'
import { createKeeper } from './createKeeper.ts'
import { createKeeperMonitor } from './createKeeperMonitor.ts'
import { createQueue } from './createQueue.ts'
import { createKeeperConditions } from './keeperConditions.ts'
import { createKeeperMetrics } from './keeperMetrics.ts'
import type { LoadedKeeperConfig } from './loadKeeperConfig.ts'
import { startWholeKeeper } from './whole/startWholeKeeper.ts'

/**
 * Starts a keeper: key, start gate, journal, server, and the loop.
 *
 * @throws StartGateError with everything that is wrong with key and gate, JournalUnavailableError, ListenError; nothing
 *   is left running then.
 */
export async function startKeeper(
  loaded: LoadedKeeperConfig,
  log: Logger,
): Promise<RunningService> {
  const { config } = loaded
  if (config.whole !== undefined) return startWholeKeeper(loaded, config.whole, log)
  const { chain, submit, alarms } = config
  const clock = createClock({ kind: chain.clock, maxSkewSec: Number(chain.maxClockSkew) })
  const endpoints = createEndpoints({
    urls: loaded.chainUrls,
    chainId: chain.id,
    timeoutMs: chain.timeoutMs,
    maxLagBlocks: BigInt(chain.maxLagBlocks),
  })
  const [[payer], { checks, kinds, priced }] = await Promise.all([
    Promise.allSettled([readSigner(toSignerOptions(submit.key))]),
    checkKeeperStart({ endpoints, vaults: config.vaults, checkClock: clock.check }),
  ])
  const closed = payer.status === 'rejected' ? [`submit.key: ${describeFailure(payer.reason)}`] : []
  const failed = checks.filter(({ isOk }) => !isOk)
  // All at once: who mends one thing should not meet the next at the next start.
  const problems = [...closed, ...failed.map(({ name, detail }) => `${name}: ${detail}`)]
  if (payer.status === 'rejected' || problems.length > 0) {
    throw new StartGateError('the keeper', problems)
  }
  log.info({ event: 'gate', checks }, 'the start gate is open')

  const vaults = config.vaults.flatMap(({ name, address, maxCost }): KeptVault[] => {
    const kind = kinds.get(address)
    if (kind === undefined) return []
    return [{ name, address, kind, takesPrices: priced.has(address), limitWei: maxCost }]
  })
  const metrics = createKeeperMetrics(
    vaults.map(({ name }) => name),
    loaded.prices?.urls,
  )
  const notifier = createNotifier({ receivers: loaded.receivers, log })
  const conditions = createKeeperConditions({
    alarmAfterMs: Number(alarms.after) * 1_000,
    now: () => performance.now(),
    onAlarm: createAlarmTeller({ log, notifier, sender: { keeper: config.name } }),
  })
  const monitor = createKeeperMonitor({
    log,
    metrics,
    conditions,
    vaults,
    cutAfterSec: Number(alarms.cut),
    clock: clock.now,
    checkClock: clock.check,
  })
  const closing: Closing = [notifier.close]
  try {
    const journal = await openJournal(loaded.journal)
    closing.push(() => journal.close())
    const prices =
      config.prices &&
      loaded.prices &&
      openPrices({
        settings: config.prices,
        loaded: loaded.prices,
        log,
        metrics: metrics.prices,
        conditions,
        clock: clock.now,
      })
    if (prices) closing.push(prices.close)
    const submitter = openSubmitter({
      settings: submit,
      urls: loaded.chainUrls,
      relayUrl: loaded.relayUrl,
      chainId: chain.id,
      account: payer.value,
      errand: actionErrand,
      journal,
      clock: clock.now,
    })
    return await startService({
      turning: createKeeper({
        vaults,
        endpoints,
        submitter,
        queue: createQueue(clock.now),
        monitor,
        prices,
        onHead: clock.setHead,
      }),
      monitor,
      pollMs: chain.pollMs,
      health: { ...config.http, registry: metrics.registry, conditions },
      closing,
      log,
    })
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}
