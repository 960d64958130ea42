import type { Logger } from 'pino'
import { loadCore } from '../core/index.ts'
import { formatMarket } from '../governance/index.ts'
import { readSigner } from '../keys/index.ts'
import { checkStart } from './checkStart.ts'
import { createClock } from './createClock.ts'
import { describeFailure } from './describeFailure.ts'
import { StartGateError } from './errors.ts'
import { createConditions } from './health/conditions.ts'
import { createAlarmTeller } from './health/createAlarmTeller.ts'
import { createMonitor } from './health/createMonitor.ts'
import { createMetrics } from './health/metrics.ts'
import { openJournal } from './journal/openJournal.ts'
import type { LoadedConfig } from './loadConfig.ts'
import { createNotifier } from './notify/createNotifier.ts'
import { startProposalWatch } from './notify/startProposalWatch.ts'
import { createCarrier } from './prices/createCarrier.ts'
import { openPrices } from './prices/openPrices.ts'
import { computeReportAt } from './replica/computeReportAt.ts'
import { createReplica } from './replica/createReplica.ts'
import { createTurns } from './replica/createTurns.ts'
import { createReportSigner } from './sign/createReportSigner.ts'
import { startSignServer } from './sign/startSignServer.ts'
import { openSources } from './sources/openSources.ts'
import { type Closing, closeAll, type RunningService, startService } from './startService.ts'
import { openSubmitter } from './submit/openSubmitter.ts'
import { createPushErrand } from './submit/pushErrand.ts'
import { toSignerOptions } from './toSignerOptions.ts'

export interface RunningBot extends RunningService {
  /** URL at which peers ask for signatures; undefined: this replica answers no peers. */
  signUrl: string | undefined
}

/**
 * Starts a replica: keys, start gate, journal, servers, and the loop.
 *
 * @throws StartGateError with everything that is wrong with keys and gate, JournalUnavailableError, ListenError; nothing is left running then.
 */
export async function startBot(loaded: LoadedConfig, log: Logger): Promise<RunningBot> {
  const { config, peers } = loaded
  const { riskParameters, markets, decide, turns, submit, sign, http } = config
  const scope = { chainId: config.chain.id, riskParameters }
  const core = await loadCore()
  const [ofReporter, ofPayer] = await Promise.allSettled([
    config.reporter && readSigner(toSignerOptions(config.reporter.key)),
    submit && readSigner(toSignerOptions(submit.key)),
  ])
  const reporter = ofReporter.status === 'fulfilled' ? ofReporter.value : undefined
  const payer = ofPayer.status === 'fulfilled' ? ofPayer.value : undefined
  const clock = createClock({
    kind: config.chain.clock,
    maxSkewSec: Number(config.chain.maxClockSkew),
  })
  const { chain, index } = openSources(loaded)
  const checks = await checkStart({
    core,
    chain,
    riskParameters,
    markets,
    checkClock: clock.check,
    reporter: reporter?.address,
    peerCount: peers.length,
    sends: submit !== undefined,
    heartbeatSec: decide.heartbeat,
  })
  const keys = [
    ['reporter.key', ofReporter],
    ['submit.key', ofPayer],
  ] as const
  const closed = keys.flatMap(([place, key]) => {
    return key.status === 'rejected' ? `${place}: ${describeFailure(key.reason)}` : []
  })
  const isKeyUnknown = ofReporter.status === 'rejected'
  const failed = checks.filter(({ name, isOk }) => {
    // Without the key it is not known who signs.
    return !isOk && !(isKeyUnknown && name.startsWith('quorum'))
  })
  // All at once: who mends one thing should not meet the next at the next start.
  if (closed.length + failed.length > 0) {
    throw new StartGateError('the replica', [
      ...closed,
      ...failed.map(({ name, detail }) => `${name}: ${detail}`),
    ])
  }
  log.info({ event: 'gate', checks }, 'the start gate is open')

  const metrics = createMetrics({
    markets: markets.map(formatMarket),
    peers: peers.map(({ url }) => url),
    prices: loaded.prices?.urls ?? [],
  })
  const notifier = createNotifier({ receivers: loaded.receivers, log })
  const conditions = createConditions({
    alarmAfterMs: Number(config.alarms.after) * 1_000,
    now: () => performance.now(),
    onAlarm: createAlarmTeller({ log, notifier, sender: { replica: config.name } }),
  })
  const monitor = createMonitor({
    log,
    metrics,
    conditions,
    checkClock: clock.check,
    maxValueAgeSec: decide.heartbeat + decide.maxObservationAge,
  })

  const closing: Closing = [notifier.close]
  try {
    const journal = payer && (await openJournal(loaded.journal))
    if (journal) closing.push(() => journal.close())
    const desk =
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
    if (desk) closing.push(desk.close)
    const prices = desk &&
      config.prices && {
        desk,
        carrier: createCarrier({
          carrier: config.prices.carrier,
          payer: payer?.address,
          feedId: config.prices.feedId,
          desk,
          chain,
          onOutcome: monitor.priceFound,
        }),
      }
    const replica = createReplica({
      core,
      scope,
      markets,
      chain,
      index,
      reporter,
      peers,
      monitor,
      prices,
      peerTimeoutMs: turns.peerTimeoutMs,
      settings: {
        deadBandPips: decide.deadBand,
        heartbeatSec: decide.heartbeat,
        maxObservationAgeSec: decide.maxObservationAge,
      },
      turns: createTurns({
        own: reporter?.address,
        takeoverSec: Number(turns.takeover),
        clock: clock.now,
      }),
      submitter:
        submit && payer && journal
          ? openSubmitter({
              settings: submit,
              urls: loaded.chainUrls,
              relayUrl: loaded.relayUrl,
              chainId: scope.chainId,
              account: payer,
              errand: createPushErrand(scope),
              journal,
              clock: clock.now,
            })
          : undefined,
      onHead: clock.setHead,
    })
    const answer =
      reporter &&
      createReportSigner({
        account: reporter,
        scope,
        computeReport: (block) =>
          computeReportAt({ index, markets, waitMs: turns.peerTimeoutMs / 2 }, block),
      })
    const signing =
      sign && answer
        ? await startSignServer({
            host: sign.host,
            port: sign.port,
            token: loaded.signToken,
            answer: async (report) => {
              const answered = await answer(report)
              monitor.answered(answered)
              return answered
            },
            onError: monitor.failed,
          })
        : undefined
    if (signing) closing.push(signing.close)

    if (config.proposals) {
      const watch = startProposalWatch({
        ...config.proposals,
        chainUrls: loaded.chainUrls,
        tell: notifier.tell,
        log,
      })
      closing.push(watch.close)
    }
    const service = await startService({
      turning: replica,
      monitor,
      pollMs: config.chain.pollMs,
      health: { ...http, registry: metrics.registry, conditions },
      closing,
      log,
      said: { sign: signing?.url },
    })
    return { ...service, signUrl: signing?.url }
  } catch (error) {
    await closeAll(closing)
    throw error
  }
}
