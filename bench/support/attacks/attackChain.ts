import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Abi,
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  stringToHex,
  zeroAddress,
  zeroHash,
} from 'viem'
import { adminAbi } from '../../../abi/index.ts'
import { exampleSettings } from '../../../backtest/exampleSettings.ts'
import { type Policy, parameterCaps } from '../../../core/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { readArtifact, readPublishedArtifact } from '../../../stack/local/artifacts.ts'
import {
  type ChainClient,
  createChainClient,
  deployArtifact,
  send,
} from '../../../stack/local/chainClient.ts'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { deployVenue, type Venue } from '../../../stack/local/deployVenue.ts'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import { startAnvil } from '../../../stack/local/startAnvil.ts'
import { computeMiddleX96 } from '../../../stack/replay/poolMath.ts'
import { type Action, ReplayChain } from '../../../stack/replay/replayChain.ts'
import { type RecordedChain, readRecordedChain } from './recordedChain.ts'

const CHAIN_ID = 31_337
const FEE_PIPS = 500
/** More than the half hour that is read, at an entry a block. */
const RING = 400
/** Before the first recorded block: time to deploy, and a whole number of slots. */
const LEAD_SEC = 7_200n
const ONE_PIPS = 1_000_000n
/** `enum BlockSource`. */
const PLAIN = 0
const CALL_GAS = 3_000_000n
/** Below what the replay's own trades bid; the first call of a block bids most, so that calls keep their order. */
const CALL_MAX_FEE = 10n ** 14n

/** A half-and-half portfolio of $10M, and the local market's policy with the pool's own fee. */
const PORTFOLIO_USD6 = 5_000_000_000_000n
const PORTFOLIO_WAD = 2_785n * 10n ** 18n
const policy: Policy = { ...exampleSettings.policy, poolFeePips: BigInt(FEE_PIPS) }

const tokenAbi = parseAbi([
  'function mint(address, uint256)',
  'function transfer(address, uint256) returns (bool)',
])

/** The same pool measured three times: by a market that is well set, and by two that differ in one setting. */
export const reporterNames = ['slots', 'minutes', 'uncapped'] as const
export type ReporterName = (typeof reporterNames)[number]

const reporterSettings = {
  /** Segments begin where slots do. */
  slots: { segmentOffsetSec: 11, varianceCap: 512 },
  /** Segments begin at whole minutes, 1 s after a slot. */
  minutes: { segmentOffsetSec: 0, varianceCap: 512 },
  uncapped: { segmentOffsetSec: 11, varianceCap: 0 },
} as const satisfies Record<ReporterName, unknown>

export const feeAges = { minFeeAgeBlocks: 25, maxFeeAgeBlocks: 256 } as const

/** A transaction besides the recorded ones. */
export interface Call {
  from: Address
  to: Address
  data: Hex
}

/** What is done to one block; what is left out is as recorded. */
export interface BlockChange {
  /** Of the recorded liquidity, 1e6 = all of it. */
  liquidityPips?: bigint
  /** Added to the recorded tick: -953 is ether 10 % up, since the dollar is token0. */
  tickShift?: bigint
  /** Wei. */
  baseFeePerGas?: bigint
  /** In their order. */
  calls?: readonly Call[]
}

/** A recorded chain on anvil with a real pool and three contracts that measure it. */
export class AttackChain {
  readonly client: ChainClient
  readonly venue: Venue
  readonly recorded: RecordedChain
  readonly riskParameters: Address
  readonly reporters: Readonly<Record<ReporterName, Address>>
  readonly #url: string
  readonly #stop: () => Promise<void>
  #replay: ReplayChain
  /** Of the last block. */
  #index = -1

  private constructor(
    url: string,
    client: ChainClient,
    parts: Pick<AttackChain, 'venue' | 'recorded' | 'riskParameters' | 'reporters'>,
    replay: ReplayChain,
    stop: () => Promise<void>,
  ) {
    this.#url = url
    this.client = client
    this.venue = parts.venue
    this.recorded = parts.recorded
    this.riskParameters = parts.riskParameters
    this.reporters = parts.reporters
    this.#replay = replay
    this.#stop = stop
  }

  /** @param ring - Entries that the pool remembers. */
  static async start(ring: number = RING): Promise<AttackChain> {
    const recorded = await readRecordedChain()
    const beginAt = recorded.headers[0]?.at ?? 0n
    const folder = await mkdtemp(join(tmpdir(), 'gimbal-attacks-'))
    const port = await choosePort('anvil', undefined)
    const anvil = await startAnvil({
      port,
      chainId: CHAIN_ID,
      genesisAt: beginAt - LEAD_SEC,
      logFile: join(folder, 'anvil.log'),
      dataDir: folder,
    })
    const stop = async () => {
      await anvil.stop()
      await rm(folder, { recursive: true, force: true })
    }
    try {
      const url = `http://127.0.0.1:${port}`
      const client = createChainClient(url)
      await client.setBlockTimestampInterval({ interval: 1 })
      const parts = await furnish(client, recorded, ring)
      const replay = await ReplayChain.open(url, toPool(parts.venue), beginAt)
      await replay.takeOver()
      return new AttackChain(url, client, { recorded, ...parts }, replay, stop)
    } catch (error) {
      await stop()
      throw error
    }
  }

  /** Recorded blocks up to and with this one, each with what `change` says of it. */
  async play(
    untilIndex: number,
    change: (index: number) => BlockChange | undefined = () => undefined,
  ): Promise<void> {
    while (this.#index < untilIndex) await this.#addBlock(this.#index + 1, change(this.#index + 1))
  }

  /** The receipt's gas of each call of the last block, in their order. */
  async readCallGas(): Promise<
    { from: Address; to: Address | null; gasUsed: bigint; isDone: boolean }[]
  > {
    const { transactions } = await this.client.getBlock()
    return Promise.all(
      transactions.map(async (hash) => {
        const { from, to, gasUsed, status } = await this.client.getTransactionReceipt({ hash })
        return { from, to, gasUsed, isDone: status === 'success' }
      }),
    )
  }

  /** Does something to the chain, and takes all of it back. */
  async rehearse<Result>(run: () => Promise<Result>): Promise<Result> {
    const id = await this.client.snapshot()
    const index = this.#index
    try {
      return await run()
    } finally {
      await this.client.revert({ id })
      this.#index = index
      const next = this.recorded.headers[index + 1]?.at ?? 0n
      this.#replay = await ReplayChain.open(this.#url, toPool(this.venue), next)
    }
  }

  stop(): Promise<void> {
    return this.#stop()
  }

  async #addBlock(index: number, change: BlockChange = {}): Promise<void> {
    const header = this.recorded.headers[index] as RecordedChain['headers'][number]
    const { tick, liquidity } = this.recorded.stateAt(index)
    const { calls = [], liquidityPips = ONE_PIPS, tickShift = 0n } = change
    const { baseFeePerGas = header.baseFeePerGas } = change
    for (const [place, call] of calls.entries()) await this.#sendCall(call, place)
    const actions: Action[] = [
      { type: 'liquidity', liquidity: (liquidity * liquidityPips) / ONE_PIPS },
      { type: 'trade', toX96: computeMiddleX96(tick + tickShift) },
    ]
    await this.#replay.addBlock(header.at, baseFeePerGas, actions, [])
    this.#index = index
  }

  #sendCall({ from, to, data }: Call, place: number): Promise<unknown> {
    const maxFeePerGas = numberToHex(CALL_MAX_FEE - BigInt(place))
    const params = [
      { from, to, data, gas: numberToHex(CALL_GAS), maxFeePerGas, maxPriorityFeePerGas: '0x0' },
    ]
    return this.client.request({ method: 'eth_sendTransaction', params } as never)
  }
}

/** The one whose figures are measured: an account that holds both tokens. */
export const portfolio = localAccounts.guardian.address

function toPool(venue: Venue) {
  const { dollar, weth, router, positionManager, pool, feePips } = venue
  return { dollar, weth, router, positionManager, pool, feePips, positionId: POSITION_ID }
}

async function furnish(client: ChainClient, recorded: RecordedChain, ring: number) {
  const { deployer, trader } = localAccounts
  const venue = await deployVenue(client, FEE_PIPS)
  const { tick, liquidity } = recorded.stateAt(0)
  await openPool(client, venue, { tick, liquidity, observationCardinality: ring })
  const call = (to: Address, functionName: string, args: readonly unknown[]) =>
    send(client, trader, { address: to, abi: tokenAbi as Abi, functionName, args })
  await call(venue.dollar, 'mint', [portfolio, PORTFOLIO_USD6])
  await call(venue.weth, 'transfer', [portfolio, PORTFOLIO_WAD])

  const published = '@openzeppelin/contracts/build/contracts/AccessManager.json'
  const manager = await deployArtifact(
    client,
    deployer,
    'AccessManager',
    readPublishedArtifact(published),
    [deployer.address],
  )
  const riskParameters = await deployArtifact(
    client,
    deployer,
    'RiskParameters',
    readArtifact('RiskParameters'),
    [manager, keccak256('0x01'), PLAIN],
  )
  const reporters = {} as Record<ReporterName, Address>
  for (const name of reporterNames) {
    reporters[name] = await addMarket(client, venue, riskParameters, recorded, name)
  }
  return { venue, riskParameters, reporters }
}

/** A market whose only reporter measures. */
async function addMarket(
  client: ChainClient,
  { pool }: Venue,
  riskParameters: Address,
  { start }: RecordedChain,
  name: ReporterName,
): Promise<Address> {
  const { deployer } = localAccounts
  const { segmentOffsetSec, varianceCap } = reporterSettings[name]
  const marketId = stringToHex(name, { size: 32 })
  const source = {
    pool,
    nativePool: pool,
    portfolio,
    gasPriceOracle: zeroAddress,
    isQuoteToken0: true,
    quoteDecimals: 6,
    isNativeToken0: false,
    nativeQuoteDecimals: 6,
    hasGasLimit: true,
    segmentOffsetSec,
    startVarianceWad: start.startVarianceWad,
    startDepthRefUsd6: start.startDepthRefUsd6,
    priceFeed: zeroAddress,
    maxPriceDeviationPips: 0,
  }
  const settings = {
    riskParameters,
    marketId,
    source,
    isLean: false,
    valuesHoldings: true,
    varianceCap,
    ...feeAges,
  }
  const artifact = readArtifact('evidence/ProvenReporter')
  const reporter = await deployArtifact(client, deployer, name, artifact, [settings])
  const { bounds, fallbackVector, freshness } = exampleSettings
  const config = {
    policy,
    // What an attack does to the target is asked here, not what the voters' bounds leave of it.
    bounds: { ...bounds, max: parameterCaps },
    fallbackVector,
    freshness,
    source,
    model: zeroAddress,
    coreHash: zeroHash,
    threshold: 1,
    reporters: [reporter],
  }
  const functionName = 'addMarket'
  const args = [marketId, config]
  await send(client, deployer, { address: riskParameters, abi: adminAbi, functionName, args })
  return reporter
}

/** A call of a reporter or of a token. */
export function encodeCall(
  from: Address,
  to: Address,
  abi: Abi | readonly unknown[],
  functionName: string,
  args: readonly unknown[],
): Call {
  return { from, to, data: encodeFunctionData({ abi: abi as Abi, functionName, args }) }
}
