import type { Logger } from 'pino'
import { readSigner } from '../../../keys/index.ts'
import type { StartCheck } from '../../checkStart.ts'
import { createClock } from '../../createClock.ts'
import { describeFailure } from '../../describeFailure.ts'
import { StartGateError } from '../../errors.ts'
import { createAlarmTeller } from '../../health/createAlarmTeller.ts'
import { openJournal } from '../../journal/openJournal.ts'
import { createNotifier } from '../../notify/createNotifier.ts'
import { createEndpoints } from '../../sources/createEndpoints.ts'
import { type Closing, closeAll, type RunningService, startService } from '../../startService.ts'
import { openSubmitter } from '../../submit/openSubmitter.ts'
import { toSignerOptions } from '../../toSignerOptions.ts'
import type { LoadedKeeperConfig } from '../loadKeeperConfig.ts'
import { createWholeKeeper, type ServedChain } from './createWholeKeeper.ts'
import { createWholeMonitor } from './createWholeMonitor.ts'
import { readWhole } from './readWhole.ts'
import { createWholeConditions } from './wholeConditions.ts'
import type { WholeConfig } from './wholeConfig.ts'
import { wholeErrand } from './wholeErrand.ts'
import { createWholeMetrics } from './wholeMetrics.ts'

/**
 * Starts a keeper of a whole: key, start gate (home has to answer; the others may be down), journal, server, and the
 * loop. The account is the same on every chain.
 *
 * @throws StartGateError with everything that is wrong with key and gate, JournalUnavailableError, ListenError; nothing
 *   is left running then.
 */
export async function startWholeKeeper(
  loaded: LoadedKeeperConfig,
  whole: WholeConfig,
  log: Logger,
): Promise<RunningService> {
  const { config } = loaded
  const { submit, alarms } = config
  const homeConfig = { ...config.chain, ...whole, endpoints: config.chain.endpoints }
  const opened = [homeConfig, ...whole.chains].map((chain, at) => {
    const urls = at === 0 ? loaded.chainUrls : (loaded.otherUrls[at - 1] ?? [])
    const { name, id: chainId, messenger, nativePrice, gasPriceOracle, timeoutMs } = chain
    const maxLagBlocks = BigInt(chain.maxLagBlocks)
    const clock = createClock({ kind: chain.clock, maxSkewSec: Number(chain.maxClockSkew) })
    const endpoints = createEndpoints({ urls, chainId, timeoutMs, maxLagBlocks })
    return {
      place: { name, chainId, messenger, nativePriceUsd6: nativePrice, gasPriceOracle, endpoints },
      urls,
      clock,
    }
  })
  const [payer, check] = await Promise.all([
    readSigner(toSignerOptions(submit.key)).then(
      (account) => ({ account }),
      (error) => ({ problem: `submit.key: ${describeFailure(error)}` }),
    ),
    checkHome(opened[0]?.place.endpoints, whole),
  ])
  if ('problem' in payer || !check.isOk) {
    const problems = [
      ...('problem' in payer ? [payer.problem] : []),
      ...(check.isOk ? [] : [`${check.name}: ${check.detail}`]),
    ]
    throw new StartGateError('the keeper', problems)
  }
  log.info({ event: 'gate', checks: [check] }, 'the start gate is open')

  const metrics = createWholeMetrics(opened.map(({ place }) => place.name))
  const notifier = createNotifier({ receivers: loaded.receivers, log })
  const conditions = createWholeConditions({
    alarmAfterMs: Number(alarms.after) * 1_000,
    now: () => performance.now(),
    onAlarm: createAlarmTeller({ log, notifier, sender: { keeper: config.name } }),
  })
  const monitor = createWholeMonitor({ log, metrics, conditions })
  const closing: Closing = [notifier.close]
  try {
    const journal = await openJournal(loaded.journal)
    closing.push(() => journal.close())
    const chains = opened.map(({ place, urls, clock }, at): ServedChain => {
      const { name, chainId, messenger, nativePriceUsd6, gasPriceOracle, endpoints } = place
      const submitter = openSubmitter({
        settings: submit,
        urls,
        // A relay is of one chain.
        relayUrl: at === 0 ? loaded.relayUrl : undefined,
        chainId,
        account: payer.account,
        errand: wholeErrand,
        journal,
        clock: clock.now,
      })
      return {
        name,
        chainId,
        messenger,
        nativePriceUsd6,
        gasPriceOracle,
        endpoints,
        submitter,
        onHead: clock.setHead,
      }
    })
    const [home, ...others] = chains
    return await startService({
      turning: createWholeKeeper({
        chains: [home as ServedChain, ...others],
        settings: {
          portfolio: whole.portfolio,
          tipPerGas: submit.tip,
          reportAfterSec: whole.reportAfter,
          move: whole.move,
        },
        repeatSec: Number(whole.repeat),
        monitor,
        clock: opened[0]?.clock.now ?? (() => 0),
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

async function checkHome(
  endpoints: ReturnType<typeof createEndpoints> | undefined,
  { portfolio, name }: WholeConfig,
): Promise<StartCheck> {
  try {
    const { answers } = await (endpoints as ReturnType<typeof createEndpoints>).askEach((client) =>
      readWhole(client, portfolio),
    )
    return { name: 'portfolio', isOk: true, detail: `${answers[0]?.answer.chains.length} chains` }
  } catch (error) {
    const detail = `there is no portfolio at ${portfolio} on ${name} (${describeFailure(error)}); give another`
    return { name: 'portfolio', isOk: false, detail }
  }
}
