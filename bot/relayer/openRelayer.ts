import type { LocalAccount } from 'viem'
import { type Clock, createClock } from '../createClock.ts'
import type { Journal } from '../journal/journal.ts'
import type { Turning } from '../runLoop.ts'
import type { SubmitConfig } from '../settings.ts'
import { createEndpoints } from '../sources/createEndpoints.ts'
import { openSubmitter } from '../submit/openSubmitter.ts'
import type { Attestor } from './bridges/bridge.ts'
import { bridges } from './bridges/index.ts'
import { createBackoff } from './createBackoff.ts'
import { createDeliveries } from './createDeliveries.ts'
import { createEventBook } from './createEventBook.ts'
import { createGovernanceErrands } from './createGovernanceErrands.ts'
import { createRelayer, type ServedChain } from './createRelayer.ts'
import type { RelayerMonitor } from './createRelayerMonitor.ts'
import { createSends } from './createSends.ts'
import type { AwayChain, HomeChain } from './relayChain.ts'
import { relayErrand } from './relayDraft.ts'
import type { RelayerConfig } from './relayerConfig.ts'

type ChainConfig = RelayerConfig['chains'][number]

/** A chain as a configuration describes it, open. */
type OpenChain = ReturnType<typeof openChain>

export function openChain(config: ChainConfig, urls: readonly string[]) {
  const { name, id: chainId, away, home, messengers, receivers } = config
  const depth = BigInt(config.depth)
  const endpoints = createEndpoints({
    urls,
    chainId,
    timeoutMs: config.timeoutMs,
    maxLagBlocks: BigInt(config.maxLagBlocks),
  })
  const governance = [home?.governanceSender, away?.governanceReceiver]
  const clock: Clock = createClock({ kind: config.clock, maxSkewSec: Number(config.maxClockSkew) })
  return {
    name,
    chainId,
    endpoints,
    depth,
    home,
    away,
    clock,
    onHead: clock.setHead,
    messengers: messengers.map((one) => ({ bridge: bridges[one.name], address: one.address })),
    receivers: [
      ...(away === undefined ? [] : [away.remoteParameters, away.governanceReceiver]),
      ...receivers,
    ],
    book: createEventBook({
      endpoints,
      chainId,
      messengers: messengers.map(({ address }) => address),
      governance: governance.filter((address) => address !== undefined),
      startBlock: BigInt(config.startBlock),
      depth,
      rangeBlocks: BigInt(config.rangeBlocks),
    }),
  }
}

interface OpenRelayerOptions {
  config: Pick<RelayerConfig, 'markets' | 'send' | 'repeat'>
  chains: readonly {
    chain: OpenChain
    submit: SubmitConfig
    account: LocalAccount
    urls: readonly string[]
    relayUrl: string | undefined
  }[]
  attestor: Attestor
  journal: Journal
  monitor: RelayerMonitor
}

/** A relayer whose turns can be taken. */
export function openRelayer(options: OpenRelayerOptions): Turning {
  const { config, attestor, journal, monitor } = options
  const { markets, send, repeat } = config
  const served = options.chains.map(({ chain, submit, account, urls, relayUrl }): ServedChain => {
    const { chainId, clock } = chain
    const { now } = clock
    const errand = relayErrand
    const settings = submit
    const submitter = openSubmitter({
      settings,
      urls,
      relayUrl,
      chainId,
      account,
      errand,
      journal,
      clock: now,
    })
    return { ...chain, submitter }
  })
  const isHome = <Chain extends ServedChain>(chain: Chain): chain is Chain & HomeChain =>
    'home' in chain && chain.home !== undefined
  const home = served.find(isHome)
  if (home === undefined) throw new Error('none of the chains is home')
  const aways = served.filter((chain): chain is ServedChain & AwayChain => chain.away !== undefined)
  // Waiting goes by home's time, which a chain that is down does not stop.
  const clock = options.chains.find(({ chain }) => chain.home !== undefined)?.chain.clock.now
  if (clock === undefined) throw new Error('none of the chains is home')
  const backoff = createBackoff({
    firstSec: Number(repeat.first),
    mostSec: Number(repeat.most),
    clock,
  })
  const repeatAfterSec = Number(repeat.lost)
  const deliveries = createDeliveries({
    chains: served,
    attestor,
    backoff,
    parametersSender: home.home.parametersSender,
    onNote: (note) => {
      const { chainId } = note.message
      monitor.messageSeen(note, served.find((chain) => chain.chainId === chainId)?.name ?? '')
    },
  })
  const { isOver } = deliveries
  return createRelayer({
    chains: served,
    deliveries,
    governance: createGovernanceErrands({ home, aways, backoff, isOver, repeatAfterSec, clock }),
    sends: createSends({
      home,
      markets,
      settings: { heartbeatSec: send.heartbeat, deviationPips: send.deviation },
      backoff,
      repeatAfterSec,
      clock,
    }),
    backoff,
    monitor,
  })
}
