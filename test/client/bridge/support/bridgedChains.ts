// Two chains with the real bridges between them, and no relayer: a test delivers what it wants to see delivered.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Abi,
  type Address,
  concatHex,
  encodeFunctionData,
  type Hex,
  parseEther,
  sliceHex,
} from 'viem'
import {
  governanceSenderAbi,
  parametersSenderAbi,
  remoteParametersAbi,
  timelockAbi,
} from '../../../../abi/index.ts'
import type { BridgeEnd, SentMessage } from '../../../../bot/relayer/bridges/bridge.ts'
import { bridges } from '../../../../bot/relayer/bridges/index.ts'
import { readSentMessages } from '../../../../bot/relayer/readSentMessages.ts'
import { describeFile } from '../../../../client/network/describeNetwork.ts'
import type { Network } from '../../../../client/network/network.ts'
import type { MessengerName } from '../../../../client/network/remoteSchema.ts'
import { networkFileSchema } from '../../../../client/network/schema.ts'
import { packEvidence } from '../../../../core/index.ts'
import { createLocalAttestor } from '../../../../stack/bridge/createLocalAttestor.ts'
import { type DeployedBridge, deployBridge } from '../../../../stack/bridge/deployBridge.ts'
import { createRemoteConfig } from '../../../../stack/bridge/remoteConfig.ts'
import { localAccounts } from '../../../../stack/local/accounts.ts'
import { addMarketAsTimelock } from '../../../../stack/local/addMarketAsTimelock.ts'
import { readArtifact } from '../../../../stack/local/artifacts.ts'
import { type ChainClient, createChainClient, send } from '../../../../stack/local/chainClient.ts'
import { choosePort, LOCALHOST } from '../../../../stack/local/choosePort.ts'
import { deployGovernance, type Governance } from '../../../../stack/local/deployGovernance.ts'
import { deployVault } from '../../../../stack/local/deployVault.ts'
import { deployVenue } from '../../../../stack/local/deployVenue.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../../../stack/local/localMarket.ts'
import { openPool } from '../../../../stack/local/openPool.ts'
import { startAnvil } from '../../../../stack/local/startAnvil.ts'
import { defaultObservation } from '../../../bot/support/defaultInput.ts'

export const HOME = { name: 'local', chainId: 31_337 } as const
export const AWAY = { name: 'local-2', chainId: 31_338 } as const
/** How long what was voted waits away, seconds. */
export const DELAY_SEC = 120

/** Both of them with their contracts. */
export class BridgedChains {
  readonly home: ChainClient
  readonly away: ChainClient
  readonly urls: { home: string; away: string }
  readonly governance: Governance
  readonly deployed: DeployedBridge
  readonly network: Network
  readonly #stop: () => Promise<void>

  private constructor(parts: {
    home: ChainClient
    away: ChainClient
    urls: { home: string; away: string }
    governance: Governance
    deployed: DeployedBridge
    stop: () => Promise<void>
  }) {
    this.home = parts.home
    this.away = parts.away
    this.urls = parts.urls
    this.governance = parts.governance
    this.deployed = parts.deployed
    this.#stop = parts.stop
    this.network = this.#describe()
  }

  /** The local market is at home with a vector in force, and away without a message. */
  static async start(): Promise<BridgedChains> {
    const folder = await mkdtemp(join(tmpdir(), 'gimbal-bridged-'))
    const [first, second] = await Promise.all([
      startChain(HOME.chainId, folder),
      startChain(AWAY.chainId, folder),
    ])
    const stop = async () => {
      await Promise.all([first.anvil.stop(), second.anvil.stop()])
      await rm(folder, { recursive: true, force: true })
    }
    try {
      const [home, away] = [createChainClient(first.url), createChainClient(second.url)]
      const governance = await deployGovernance({
        url: first.url,
        chainId: HOME.chainId,
        root: folder,
      })
      const venue = await deployVenue(home, 500)
      const market = createLocalMarket(venue, await deployVault(home, governance, venue))
      await addMarketAsTimelock(home, governance, market)
      await openPool(home, venue, {
        tick: 201_000n,
        liquidity: 10n ** 18n,
        observationCardinality: 60,
      })
      const deployed = await deployBridge({
        home: { client: home, ...HOME },
        governance,
        away: { client: away, ...AWAY },
        minDelaySec: DELAY_SEC,
        markets: [{ marketId: LOCAL_MARKET_ID, config: createRemoteConfig(market) }],
      })
      const urls = { home: first.url, away: second.url }
      const chains = new BridgedChains({ home, away, urls, governance, deployed, stop })
      await chains.push()
      return chains
    } catch (error) {
      await stop()
      throw error
    }
  }

  stop(): Promise<void> {
    return this.#stop()
  }

  /** Connects with the chain away, as the readers want it. */
  readonly connectRemote = async () => this.away as never

  /** Has reporters sign evidence of home's latest block, and pushes it. */
  async push(nativePriceUsd6 = defaultObservation.nativePriceUsd6): Promise<void> {
    const { abi } = readArtifact('RiskParameters')
    const onRisk = { address: this.governance.riskParameters, abi }
    const { timestamp, number, hash: blockHash } = await this.home.getBlock()
    const args = [LOCAL_MARKET_ID]
    const state = await this.home.readContract({ ...onRisk, functionName: 'marketState', args })
    const report = {
      marketId: LOCAL_MARKET_ID,
      config: (state as { config: Address }).config,
      observedAt: Number(timestamp),
      blockNumber: number,
      blockHash,
      evidence: packEvidence(Object.assign({}, defaultObservation, { nativePriceUsd6 })),
    }
    const digest = { ...onRisk, functionName: 'reportDigest', args: [report] }
    const hash = (await this.home.readContract(digest)) as Hex
    const signers = localAccounts.reporters
      .toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
      .slice(0, 2)
    const signatures = await Promise.all(signers.map((signer) => signer.sign({ hash })))
    // The recovery value comes first in a row of signatures.
    const row = concatHex(signatures.flatMap((it) => [sliceHex(it, 64), sliceHex(it, 0, 64)]))
    const { operator } = localAccounts
    await send(this.home, operator, { ...onRisk, functionName: 'push', args: [report, row] })
  }

  /** Lets time pass on both chains. */
  async pass(seconds: number): Promise<void> {
    for (const client of [this.home, this.away]) {
      await client.increaseTime({ seconds })
      await client.mine({ blocks: 1 })
    }
  }

  /** Sends the market's vector, and returns its message. */
  async sendVector(bridge: MessengerName): Promise<SentMessage> {
    const { parametersSender } = this.deployed.bridge
    const { remoteParameters } = this.deployed.remote.contracts
    const args = [LOCAL_MARKET_ID, BigInt(AWAY.chainId), remoteParameters, this.#at('home', bridge)]
    return this.#send({
      address: parametersSender as Address,
      abi: parametersSenderAbi,
      functionName: 'send',
      args,
    })
  }

  /** Records calls as an executed vote does. */
  async record(targets: readonly Address[], calldatas: readonly Hex[]): Promise<void> {
    const { timelock } = this.governance
    await this.home.impersonateAccount({ address: timelock })
    await this.home.setBalance({ address: timelock, value: parseEther('1') })
    await send(this.home, timelock, {
      address: this.deployed.bridge.governanceSender as Address,
      abi: governanceSenderAbi,
      functionName: 'record',
      args: [BigInt(AWAY.chainId), targets, calldatas],
    })
    await this.home.stopImpersonatingAccount({ address: timelock })
  }

  /** A call of the remote market's `resume`, which changes nothing. */
  resumeCall(): readonly [Address, Hex] {
    const { remoteParameters } = this.deployed.remote.contracts
    const args = [LOCAL_MARKET_ID] as const
    const data = encodeFunctionData({ abi: remoteParametersAbi, functionName: 'resume', args })
    return [remoteParameters as Address, data]
  }

  /** Posts a record by one bridge, and returns its message. Anyone may choose another receiver than the right one. */
  async post(
    bridge: MessengerName,
    nonce: bigint,
    targets: readonly Address[],
    calldatas: readonly Hex[],
    receiver: Address = this.deployed.remote.contracts.governanceReceiver as Address,
  ): Promise<SentMessage> {
    const to = [receiver, this.#at('home', bridge)]
    return this.#send({
      address: this.deployed.bridge.governanceSender as Address,
      abi: governanceSenderAbi,
      functionName: 'post',
      args: [BigInt(AWAY.chainId), nonce, targets, calldatas, ...to],
    })
  }

  /** Brings a message as a relayer does: the signers' proof first, where the bridge wants it, then the message. */
  async deliver(message: SentMessage, bridge: MessengerName): Promise<void> {
    const attestor = createLocalAttestor(
      [
        { ...HOME, url: this.urls.home, depth: 1n, messengers: this.#messengers('home') },
        { ...AWAY, url: this.urls.away, depth: 1n, messengers: this.#messengers('away') },
      ].map(({ chainId, url, depth, messengers }) => ({ chainId, url, depth, messengers })),
    )
    const ends = { source: this.#end('home', bridge), destination: this.#end('away', bridge) }
    for (;;) {
      const delivery = await bridges[bridge].findCall(message, ends, attestor)
      if (delivery.type !== 'call') throw new Error(delivery.detail)
      const { to, data } = delivery.call
      const account = localAccounts.operator
      const hash = await this.away.sendTransaction({ account, to, data, chain: null })
      const { status } = await this.away.waitForTransactionReceipt({ hash })
      if (status !== 'success') throw new Error(`the delivery ${hash} was reverted`)
      if (delivery.step === 'deliver') return
    }
  }

  /** Executes a scheduled record. */
  async execute(nonce: bigint, targets: readonly Address[], payloads: readonly Hex[]) {
    const salt: Hex = `0x${nonce.toString(16).padStart(64, '0')}`
    const none: Hex = `0x${'0'.repeat(64)}`
    await send(this.away, localAccounts.operator, {
      address: this.deployed.remote.contracts.timelock as Address,
      abi: timelockAbi,
      functionName: 'executeBatch',
      args: [targets, targets.map(() => 0n), payloads, none, salt],
    })
  }

  /** The guardian of the chain away halts the market. */
  async halt(): Promise<void> {
    await send(this.away, localAccounts.guardian, {
      address: this.deployed.remote.contracts.remoteParameters as Address,
      abi: remoteParametersAbi,
      functionName: 'halt',
      args: [LOCAL_MARKET_ID],
    })
  }

  async #send(call: {
    address: Address
    abi: Abi
    functionName: string
    args: readonly unknown[]
  }): Promise<SentMessage> {
    const receipt = await send(this.home, localAccounts.operator, call)
    const [message] = readSentMessages(receipt.logs as never, HOME.chainId)
    if (message === undefined) throw new Error(`${call.functionName} sent no message`)
    return message
  }

  #messengers(side: 'home' | 'away') {
    const { bridge, remote } = this.deployed
    const { messengers } = side === 'home' ? bridge : remote
    // In small letters, as logs have them.
    return messengers.map(({ name, address }) => {
      return { name, address: address.toLowerCase() as Address }
    })
  }

  #at(side: 'home' | 'away', bridge: MessengerName): Address {
    const found = this.#messengers(side).find(({ name }) => name === bridge)
    if (found === undefined) throw new Error(`no messenger ${bridge}`)
    return found.address
  }

  #end(side: 'home' | 'away', bridge: MessengerName): BridgeEnd {
    const client = side === 'home' ? this.home : this.away
    return {
      chainId: side === 'home' ? HOME.chainId : AWAY.chainId,
      messenger: this.#at(side, bridge),
      ask: (_what, ask) => ask(client as never),
    }
  }

  #describe(): Network {
    const { governance, deployed, urls } = this
    const { riskParameters, governor, token, timelock, manager, startBlock } = governance
    const file = networkFileSchema.parse({
      chainId: HOME.chainId,
      coreHash: `0x${'0'.repeat(64)}`,
      contracts: {
        RiskParameters: { address: riskParameters },
        GimbalGovernor: { address: governor },
        GimbalToken: { address: token },
        TimelockController: { address: timelock },
        AccessManager: { address: manager },
      },
      startBlock,
      rpcUrl: urls.home,
      bridge: deployed.bridge,
      remotes: [Object.assign({ rpcUrl: urls.away }, deployed.remote)],
    })
    return describeFile(HOME.name, file, 'network.json', {
      rpcUrl: urls.home,
      graphqlUrl: undefined,
      hubUrl: undefined,
      sequencerUrl: undefined,
      ipfsUrl: undefined,
      relayUrl: undefined,
      urlProblems: {},
      secretUrls: [],
    })
  }
}

async function startChain(chainId: number, folder: string) {
  const port = await choosePort('anvil', undefined)
  const logFile = join(folder, `anvil-${chainId}.log`)
  const anvil = await startAnvil({ port, chainId, logFile, dataDir: join(folder, `${chainId}`) })
  return { anvil, url: `http://${LOCALHOST}:${port}` }
}
