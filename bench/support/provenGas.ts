import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Abi,
  type Address,
  encodeFunctionData,
  parseAbi,
  parseEventLogs,
  type TransactionReceipt,
} from 'viem'
import { provenReporterAbi, riskParametersEvents } from '../../abi/index.ts'
import { findHints } from '../../client/evidence/findHints.ts'
import { readHeader } from '../../client/evidence/readHeader.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { addMarketAsTimelock } from '../../stack/local/addMarketAsTimelock.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'
import {
  type ChainClient,
  createChainClient,
  deployArtifact,
  send,
} from '../../stack/local/chainClient.ts'
import { choosePort } from '../../stack/local/choosePort.ts'
import { deployGovernance } from '../../stack/local/deployGovernance.ts'
import { deployVault } from '../../stack/local/deployVault.ts'
import { deployVenue, type Venue } from '../../stack/local/deployVenue.ts'
import { createLocalMarket, LOCAL_MARKET_ID } from '../../stack/local/localMarket.ts'
import { openPool } from '../../stack/local/openPool.ts'
import { startAnvil } from '../../stack/local/startAnvil.ts'
import { computeMiddleX96 } from '../../stack/replay/poolMath.ts'
import type { Figure } from '../figure.ts'
import { gasFigure } from './gasFigure.ts'
import { median } from './median.ts'

const CHAIN_ID = 31_337
/** 2023-08-17 00:00:11 UTC: where a slot and a segment begin. */
const GENESIS_AT = 1_692_230_411n
const SLOT_SEC = 12n
const OFFSET_SEC = 11
/** With a header no kept fee may fit: it is a push old. */
const HEADER_AGE_BLOCKS = 30n
const MAX_HEADER_AGE_BLOCKS = 40
/** A push every so many blocks, ten minutes; and how often. */
const BLOCKS_PER_PUSH = 50
const PUSHES = 10
/** So that the slowest window is full of trades. */
const BLOCKS_BEFORE = 170
const TICK = 201_000n
const MARKET = { tick: TICK, liquidity: 10n ** 18n, observationCardinality: 400 }
/** An account without code: what it holds is valued. */
const HOLDER = '0x00000000000000000000000000000000000f01d0'

const tokenAbi = parseAbi([
  'function mint(address, uint256)',
  'function transfer(address, uint256) returns (bool)',
])
const routerAbi = parseAbi([
  'struct Swap { address tokenIn; address tokenOut; uint24 fee; address recipient; uint256 deadline; uint256 amountIn; uint256 amountOutMinimum; uint160 sqrtPriceLimitX96; }',
  'function exactInputSingle(Swap params) payable returns (uint256)',
])

/** What differs from one measured form to the next. */
interface Form {
  isLean?: boolean
  valuesHoldings?: boolean
  segmentOffsetSec?: number
  isHinted?: boolean
  hasHeader?: boolean
}

/** What is measured of one form: gas of whole transactions, and of one call. */
interface Measured {
  push: number
  measure: number
  /** None with a header: no kept base fee fits there. */
  observe: number
}

/**
 * Gas of proven pushes whose value moves: real Uniswap v3 pool, a swap in every block of 12 s, a ring of 400 that is full,
 * base fees that wander. The first push of each form (a new slot) is left out.
 */
export async function measureProvenGas(): Promise<Figure[]> {
  const holdings = { valuesHoldings: true, isHinted: true }
  const hinted = await measureForm(holdings)
  const lean = await measureForm({ ...holdings, isLean: true })
  const header = await measureForm({ ...holdings, hasHeader: true })
  const unhinted = await measureForm({ valuesHoldings: true })
  const vault = await measureForm({ isHinted: true })
  const unaligned = await measureForm({ ...holdings, segmentOffsetSec: 0 })
  return [
    gasFigure('push-hints', hinted.push, { aim: 172_000 }),
    gasFigure('push-lean', lean.push, { aim: 150_000 }),
    gasFigure('header-extra', header.push - hinted.push, { aim: 11_000 }),
    gasFigure('observe-view', hinted.observe, { aim: 310_000 }),
    gasFigure('push-unhinted', unhinted.push),
    gasFigure('push-hints-vault-figures', vault.push),
    gasFigure('push-hints-offset-0', unaligned.push),
    gasFigure('measure-hints', hinted.measure),
  ]
}

async function measureForm(form: Form): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'gimbal-proven-'))
  const port = await choosePort('anvil', undefined)
  const anvil = await startAnvil({
    port,
    chainId: CHAIN_ID,
    genesisAt: GENESIS_AT - 3_600n,
    logFile: join(folder, 'anvil.log'),
    dataDir: folder,
  })
  try {
    return await runForm(`http://127.0.0.1:${port}`, folder, form)
  } finally {
    await anvil.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runForm(url: string, root: string, form: Form): Promise<Measured> {
  const client = createChainClient(url)
  const { deployer } = localAccounts
  const governance = await deployGovernance({ url, chainId: CHAIN_ID, root })
  const { riskParameters } = governance
  const venue = await deployVenue(client, 500)
  const vault = await deployVault(client, governance, venue)
  await openPool(client, venue, MARKET)
  const { valuesHoldings = false, segmentOffsetSec = OFFSET_SEC, isLean = false } = form
  const portfolio = valuesHoldings ? HOLDER : vault
  const local = createLocalMarket(venue, portfolio)
  const source = { ...local.source, segmentOffsetSec, startDepthRefUsd6: 130_000_000_000_000n }
  const settings = {
    riskParameters,
    marketId: LOCAL_MARKET_ID,
    source,
    isLean,
    valuesHoldings,
    varianceCap: 512,
    minFeeAgeBlocks: 25,
    maxFeeAgeBlocks: form.hasHeader === true ? MAX_HEADER_AGE_BLOCKS : 256,
  }
  const reporter = await deployArtifact(
    client,
    deployer,
    'ProvenReporter',
    readArtifact('evidence/ProvenReporter'),
    [settings],
  )
  await addMarketAsTimelock(client, governance, {
    ...local,
    source,
    threshold: 1,
    reporters: [reporter],
  })
  const blocks = await openBlocks(client, venue, [vault, HOLDER])
  for (let block = 0; block < BLOCKS_BEFORE; block++) await blocks.trade()
  const pushes: number[] = []
  for (let push = 0; push <= PUSHES; push++) {
    const at = await blocks.nextAt()
    const { number } = await client.getBlock()
    const hints = form.isHinted ? await findHints(client, settings, at, number) : 0n
    const header = form.hasHeader ? await readHeader(client, number - HEADER_AGE_BLOCKS) : undefined
    const call =
      push === 0
        ? { functionName: 'measure', args: [hints] }
        : header === undefined
          ? { functionName: 'push', args: [hints] }
          : { functionName: 'pushWithHeader', args: [hints, header] }
    const receipt = await blocks.mine({ address: reporter, abi: provenReporterAbi, ...call })
    if (push > 1) pushes.push(gasOfUpdate(receipt))
    for (let block = 1; block < BLOCKS_PER_PUSH; block++) await blocks.trade()
  }

  const { number } = await client.getBlock()
  const hints = await findHints(client, settings, await blocks.nextAt(), number)
  const measured = await blocks.mine({
    address: reporter,
    abi: provenReporterAbi,
    functionName: 'measure',
    args: [hints],
  })
  return {
    push: median(pushes),
    measure: Number(measured.gasUsed),
    observe: form.hasHeader === true ? Number.NaN : await measureObserve(client, reporter),
  }
}

/** What the call itself takes: a transaction's own 21,000 and the selector's bytes are no part of a view. */
async function measureObserve(client: ChainClient, reporter: Address): Promise<number> {
  const gas = await client.estimateGas({
    account: localAccounts.operator.address,
    to: reporter,
    data: encodeFunctionData({ abi: provenReporterAbi, functionName: 'observe' }),
  })
  return Number(gas) - 21_064
}

/** A call that is mined in the next block, alone. */
interface Call {
  address: Address
  abi: Abi | readonly unknown[]
  functionName: string
  args: readonly unknown[]
}

/** Blocks of 12 s, one transaction each, at base fees that wander. `holders` get dollars and ether. */
async function openBlocks(client: ChainClient, venue: Venue, holders: readonly Address[]) {
  const { trader, operator } = localAccounts
  for (const holder of holders) {
    const dollars = { functionName: 'mint', args: [holder, 5n * 10n ** 12n] }
    const ether = { functionName: 'transfer', args: [holder, 2_700n * 10n ** 18n] }
    await send(client, trader, { address: venue.dollar, abi: tokenAbi, ...dollars })
    await send(client, trader, { address: venue.weth, abi: tokenAbi, ...ether })
  }
  let count = 0n
  const nextAt = async () => {
    const { timestamp } = await client.getBlock()
    return timestamp + SLOT_SEC - ((timestamp - GENESIS_AT) % SLOT_SEC)
  }
  const mine = async (call: Call, account = operator): Promise<TransactionReceipt> => {
    count += 1n
    await client.setNextBlockTimestamp({ timestamp: await nextAt() })
    // Between 15 and 25 gwei, by the same steps in each form.
    const baseFeePerGas = 15n * 10n ** 9n + ((count * 7_919n) % 10_000n) * 10n ** 6n
    await client.setNextBlockBaseFeePerGas({ baseFeePerGas })
    const hash = await client.writeContract({
      ...call,
      abi: call.abi as Abi,
      account,
      chain: null,
      gas: 1_000_000n,
      maxFeePerGas: 10n ** 12n,
      maxPriorityFeePerGas: 0n,
    })
    return client.waitForTransactionReceipt({ hash })
  }
  /** A swap to a tick that differs from the last one: the pool writes an entry. */
  const trade = () => {
    const isDollarSold = count % 2n === 0n
    const distance = 10n + ((count * 31n) % 40n)
    const params = {
      tokenIn: isDollarSold ? venue.dollar : venue.weth,
      tokenOut: isDollarSold ? venue.weth : venue.dollar,
      fee: venue.feePips,
      recipient: trader.address,
      deadline: 2n ** 64n,
      amountIn: isDollarSold ? 10n ** 16n : 10n ** 25n,
      amountOutMinimum: 0n,
      sqrtPriceLimitX96: computeMiddleX96(isDollarSold ? TICK - distance : TICK + distance),
    }
    const call = { functionName: 'exactInputSingle', args: [params] }
    return mine({ address: venue.router, abi: routerAbi, ...call }, trader)
  }
  return { nextAt, mine, trade }
}

function gasOfUpdate({ gasUsed, logs }: TransactionReceipt): number {
  const updates = parseEventLogs({
    abi: riskParametersEvents,
    eventName: 'Updated',
    logs: [...logs],
  })
  if (updates.length !== 1) throw new Error('no update; nothing to measure')
  return Number(gasUsed)
}
