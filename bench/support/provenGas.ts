import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Address,
  type Block,
  type Hex,
  numberToHex,
  parseAbi,
  parseEventLogs,
  type TransactionReceipt,
  toRlp,
} from 'viem'
import { provenReporterAbi, riskParametersAbi, riskParametersEvents } from '../../abi/index.ts'
import { findHints } from '../../client/evidence/findHints.ts'
import { localAccounts } from '../../stack/local/accounts.ts'
import { addMarketAsTimelock } from '../../stack/local/addMarketAsTimelock.ts'
import { readArtifact } from '../../stack/local/artifacts.ts'
import { type ChainClient, createChainClient, deployArtifact } from '../../stack/local/chainClient.ts'
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
  const { deployer, operator } = localAccounts
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
    maxFeeAgeBlocks: 256,
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
  await fund(client, venue, vault)

  const trade = createTrader(client, venue)
  for (let block = 0; block < BLOCKS_BEFORE; block++) await trade()
  const pushes: number[] = []
  for (let push = 0; push <= PUSHES; push++) {
    const at = await trade.nextAt()
    const { number } = await client.getBlock()
    const hints = form.isHinted ? await findHints(client, settings, at, number) : 0n
    const receipt = await trade.inNextBlock({
      address: reporter,
      abi: provenReporterAbi,
      ...(push === 0
        ? { functionName: 'measure', args: [hints] }
        : await chooseCall(client, form, hints)),
    })
    if (push > 1) pushes.push(gasOf(receipt, riskParameters))
    for (let block = 1; block < BLOCKS_PER_PUSH; block++) await trade()
  }

  const { number } = await client.getBlock()
  const hints = await findHints(client, settings, await trade.nextAt(), number)
  const measured = await trade.inNextBlock({
    address: reporter,
    abi: provenReporterAbi,
    functionName: 'measure',
    args: [hints],
  })
  const observe = await client.estimateContractGas({
    address: reporter,
    abi: provenReporterAbi,
    functionName: 'observe',
    account: operator,
  })
  return {
    push: median(pushes),
    measure: Number(measured.gasUsed),
    // What the call itself takes: a transaction's own 21,000 and the selector's bytes are no part of a view.
    observe: Number(observe) - 21_064,
  }
}
