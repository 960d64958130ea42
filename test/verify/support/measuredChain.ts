import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeFunctionData, erc20Abi, type Hex, parseAbi } from 'viem'
import { riskParametersAbi } from '../../../abi/index.ts'
import { packSignatures } from '../../../bot/packSignatures.ts'
import { readLogs } from '../../../client/logs/readLogs.ts'
import { loadCore } from '../../../core/index.ts'
import {
  computeObservation,
  computeSegmentsBySource,
  decodePoolLogs,
  type MarketObservation,
  planReadings,
} from '../../../observation/index.ts'
import { localAccounts } from '../../../stack/local/accounts.ts'
import { createChainClient, send } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import type { Evidence } from '../../../verify/evidence.ts'
import { createEvmEngine } from '../../../verify/evm/evmEngine.ts'
import { createChainReader, readHeaders } from '../../../verify/readChain.ts'
import { readReading } from '../../../verify/readReading.ts'
import { readRecord } from '../../../verify/readRecord.ts'
import type { MarketRecord, Update } from '../../../verify/readUpdates.ts'
import { createReport, createTypedReport, toReportArgs } from '../../../verify/report.ts'

const EPOCH_SEC = 600n
const SEGMENT_SEC = 120
const DEPOSIT_QUOTE = 10_000_000_000_000n // $10,000,000

const routerAbi = parseAbi([
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
])
const vaultAbi = parseAbi(['function deposit(uint256 assets, address receiver) returns (uint256)'])

/** The local market on a chain without an index: its observations are made here, by the functions of verification. */
export async function startMeasuredChain() {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-measured-'))
  const stack = await startStack({ index: false, folder })
  const client = createChainClient(stack.urls.rpc)
  const reader = createChainReader(stack.urls.rpc)
  const core = await loadCore()
  const evm = await createEvmEngine()
  const { governance, venue, vault } = stack.addresses
  const { riskParameters } = governance
  const { trader, operator } = localAccounts

  const pass = async (seconds: number) => {
    const { timestamp } = await client.getBlock()
    await client.setNextBlockTimestamp({ timestamp: timestamp + BigInt(seconds) })
    await client.mine({ blocks: 1 })
  }
  const approve = { address: venue.dollar, abi: erc20Abi, functionName: 'approve' }
  await send(client, trader, { ...approve, args: [vault, DEPOSIT_QUOTE] })
  await send(client, trader, { ...approve, args: [venue.router, 10n ** 30n] })
  // The vault tells its value once the pool's price has some age, and segments begin with one that has a block.
  await client.mine({ blocks: 60, interval: 60 })
  const deposit = { functionName: 'deposit', args: [DEPOSIT_QUOTE, trader.address] }
  await send(client, trader, { address: vault, abi: vaultAbi, ...deposit })

  async function readMarket(): Promise<Pick<Evidence, 'headers' | 'poolLogs' | 'market'>> {
    const { number } = await reader.getBlock()
    const [headers, { markets }, pool] = await Promise.all([
      readHeaders(reader, 1n, number),
      readRecord(reader, { riskParameters, startBlock: 0n, pools: [] }),
      readLogs(reader, { addresses: [venue.pool] }, 1n, number),
    ])
    const market = markets.get(LOCAL_MARKET_ID) as MarketRecord
    return { headers, market, poolLogs: new Map([[venue.pool, pool]]) }
  }

  /** The observation at the latest block that closed a segment. */
  async function measure(): Promise<MarketObservation> {
    const { headers, market, poolLogs } = await readMarket()
    const bySource = computeSegmentsBySource({
      headers,
      history: market,
      getPoolEvents: (pool) => decodePoolLogs(poolLogs.get(pool) ?? [], headers, pool),
    })
    const request = planReadings(bySource, market).at(-1)
    const reading = request && (await readReading(reader, request))
    if (request === undefined || reading === undefined) throw new Error('nothing is told')
    const readings = new Map([[request.blockNumber, reading]])
    const { policies } = market
    const observation = computeObservation(bySource.at(-1) ?? [], { policies, readings, core })
    if (observation === undefined) throw new Error('there is no observation')
    return observation
  }

  async function sign({ observation, blockNumber, blockHash, observedAt }: MarketObservation) {
    const call = { address: riskParameters, abi: riskParametersAbi } as const
    const state = { ...call, functionName: 'marketState', args: [LOCAL_MARKET_ID] } as const
    const { config } = await reader.readContract({ ...state, blockNumber })
    const block = { number: blockNumber, hash: blockHash, timestamp: observedAt }
    const report = createReport({ marketId: LOCAL_MARKET_ID, config, observation, block })
    const scope = { chainId: stack.chainId, riskParameters }
    const signers = localAccounts.reporters
      .toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
      .slice(0, 2)
    const typed = createTypedReport(scope, report)
    const signatures = await Promise.all(signers.map((signer) => signer.signTypedData(typed)))
    return [toReportArgs(report), packSignatures(signatures)] as const
  }

  const contract = { address: riskParameters, abi: riskParametersAbi }
  const push = async (observation: MarketObservation) => {
    const args = await sign(observation)
    await send(client, operator, { ...contract, functionName: 'push', args })
  }

  const toSwap = (amountIn: bigint) => {
    const params = {
      tokenIn: venue.dollar,
      tokenOut: venue.weth,
      fee: venue.feePips,
      recipient: trader.address,
      deadline: 2n ** 64n,
      amountIn,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: 0n,
    }
    const call = { functionName: 'exactInputSingle', args: [params] }
    return { address: venue.router, abi: routerAbi, ...call }
  }

  return {
    /** Where a verifier finds it. */
    network: {
      rpcUrl: stack.urls.rpc,
      riskParameters,
      startBlock: 1n,
      pools: [{ address: venue.pool, startBlock: 1n }],
      vault,
    },
    client,
    addresses: stack.addresses,
    sign,
    pass,
    measure,
    push,
    async pushMany(observation: MarketObservation) {
      const [report, signatures] = await sign(observation)
      const args = [[report], [signatures]]
      await send(client, operator, { ...contract, functionName: 'pushMany', args })
    },
    async pushInOneBlock(observations: readonly MarketObservation[]) {
      await client.setAutomine(false)
      for (const observation of observations) {
        await client.writeContract({
          ...contract,
          functionName: 'push',
          account: operator,
          chain: null,
          gas: 1_000_000n,
          args: await sign(observation),
        } as never)
      }
      await client.mine({ blocks: 1 })
      await client.setAutomine(true)
    },
    toSwap,
    async swap(amountIn: bigint) {
      await send(client, trader, toSwap(amountIn))
    },
    /** Time passes until the block that closes the next segment. */
    async passUntilObservation() {
      const { timestamp } = await client.getBlock()
      await pass(SEGMENT_SEC - Number(timestamp % BigInt(SEGMENT_SEC)) + 1)
    },
    /** Time passes until the first block of the next epoch, which closes a segment too. */
    async passToEpoch() {
      const { timestamp } = await client.getBlock()
      await pass(Number(EPOCH_SEC - (timestamp % EPOCH_SEC)) + 1)
    },
    /** The input of an update's transaction. */
    async readPush({ transactionHash }: { transactionHash: Hex }) {
      const { input } = await reader.getTransaction({ hash: transactionHash })
      const call = decodeFunctionData({ abi: riskParametersAbi, data: input })
      if (call.functionName !== 'push') throw new Error(`it came by ${call.functionName}`)
      return call
    },
    async readLatest(): Promise<{ evidence: Evidence; update: Update }> {
      const read = await readMarket()
      const wasm = {
        name: 'Wasm',
        evaluateBatch: async (rows: Parameters<typeof core.evaluateBatch>[0]) =>
          core.evaluateBatch(rows),
        applyBoundsBatch: async (cases: Parameters<typeof core.applyBoundsBatch>[0]) =>
          core.applyBoundsBatch(cases),
      }
      const engines = [wasm, { name: 'EVM', ...evm }]
      const evidence = { client: reader, riskParameters, core, engines, ...read }
      return { evidence, update: read.market.updates.at(-1) as Update }
    },
    async stop() {
      await evm.close()
      await stack.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

export type MeasuredChain = Awaited<ReturnType<typeof startMeasuredChain>>
