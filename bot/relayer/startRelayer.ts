import type { Logger } from 'pino'
import { readSigner } from '../../keys/index.ts'
import { describeFailure } from '../describeFailure.ts'
import { StartGateError } from '../errors.ts'
import { createAlarmTeller } from '../health/createAlarmTeller.ts'
import { openJournal } from '../journal/openJournal.ts'
import { createNotifier } from '../notify/createNotifier.ts'
import { type Closing, closeAll, type RunningService, startService } from '../startService.ts'
import { toSignerOptions } from '../toSignerOptions.ts'
import { checkRelayerStart } from './checkRelayerStart.ts'
import { createHttpAttestor } from './createHttpAttestor.ts'
import { createRelayerMonitor } from './createRelayerMonitor.ts'
import type { LoadedRelayerConfig } from './loadRelayerConfig.ts'
import { openChain, openRelayer } from './openRelayer.ts'
import { createRelayerConditions } from './relayerConditions.ts'
import { createRelayerMetrics } from './relayerMetrics.ts'

/**
 * Starts a relayer: keys, start gate, journal, server, and the loop.
 *
 * @throws StartGateError with everything that is wrong with keys and gate, JournalUnavailableError, ListenError; nothing
 *   is left running then.
 */
export async function startRelayer(
  loaded: LoadedRelayerConfig,
  log: Logger,
): Promise<RunningService> {
  const { config } = loaded
  const opened = config.chains.map((chain, at) => {
    const { urls = [], relayUrl } = loaded.chains[at] ?? {}
    return { chain: openChain(chain, urls), submit: chain.submit, urls, relayUrl }
  })
  const [payers, checks] = await Promise.all([
    Promise.allSettled(opened.map(({ submit }) => readSigner(toSignerOptions(submit.key)))),
    checkRelayerStart(opened.map(({ chain }) => ({ ...chain, checkClock: chain.clock.check }))),
  ])
  const closed = payers.flatMap((payer, at) =>
    payer.status === 'rejected'
      ? [`chains.${at}.submit.key: ${describeFailure(payer.reason)}`]
      : [],
  )
  const failed = checks.filter(({ isOk }) => !isOk)
  // All at once: who mends one thing should not meet the next at the next start.
  const problems = [...closed, ...failed.map(({ name, detail }) => `${name}: ${detail}`)]
  if (problems.length > 0) throw new StartGateError('the relayer', problems)
  log.info({ event: 'gate', checks }, 'the start gate is open')

  const metrics = createRelayerMetrics(config.chains.map(({ name }) => name))
  const notifier = createNotifier({ receivers: loaded.receivers, log })
  const conditions = createRelayerConditions({
    alarmAfterMs: Number(config.alarms.after) * 1_000,
    now: () => performance.now(),
    onAlarm: createAlarmTeller({ log, notifier, sender: { relayer: config.name } }),
  })
  const monitor = createRelayerMonitor({ log, metrics, conditions })
  const closing: Closing = [notifier.close]
  try {
    const journal = await openJournal(loaded.journal)
    closing.push(() => journal.close())
    const chains = opened.flatMap((one, at) => {
      const payer = payers[at]
      return payer?.status === 'fulfilled' ? [{ ...one, account: payer.value }] : []
    })
    const attestor = createHttpAttestor(loaded.signersUrl)
    return await startService({
      turning: openRelayer({ config, chains, attestor, journal, monitor }),
      monitor,
      pollMs: config.pollMs,
      health: { ...config.http, registry: metrics.registry, conditions },
      closing,
      log,
    })
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}
