// What portfolio and fee oracle told a contract of evidence within its transaction. A node answers for the ends of blocks
// only: the end of the transaction's own block, and that of the block before, with the transaction's clock. Where the
// block changed it before and after, a trace of the transaction has it, if the node gives traces.

import { erc20Abi, type PublicClient, parseAbi } from 'viem'
import type { ReporterSettings } from '../../client/evidence/readReporter.ts'
import type { Policy } from '../../core/index.ts'
import type { Reading } from '../../observation/index.ts'
import { computeHoldingsUsd6, type PoolSums } from '../../observation/proven/index.ts'
import { askNode } from '../askNode.ts'
import type { Evidence } from '../evidence.ts'
import { readDataFee, readReading } from '../readReading.ts'
import type { Measurement } from '../readUpdates.ts'
import { readTraced } from './readTraced.ts'

/** What was told, and who says so: `at the end of block 17`. */
export interface Told {
  reading: Reading
  where: string
}

interface ToldRequest {
  measurement: Measurement
  settings: ReporterSettings
  policy: Policy
  /** The block's timestamp, unix seconds. */
  at: bigint
  poolSums(at: bigint): PoolSums
  /** Whether a reading is what the contract says that it was told. */
  isSaid(reading: Reading): boolean
}

const poolAbi = parseAbi([
  'function token0() view returns (address)',
  'function token1() view returns (address)',
])

/**
 * The first of three answers that is what the contract says; the first answer of all where none is.
 *
 * @returns undefined where nobody answers at either block.
 * @throws VerifySourceError if the node fails or does not have a block's state.
 */
export async function readTold(
  evidence: Pick<Evidence, 'client'>,
  request: ToldRequest,
): Promise<Told | undefined> {
  const { blockNumber } = request.measurement
  let first: Told | undefined
  for (const number of [blockNumber, blockNumber - 1n]) {
    const reading = await readAtEnd(evidence, request, number).catch((error) => {
      // A node that does not take another clock is no reason to end: the first answer is still there.
      if (number === blockNumber) throw error
      return undefined
    })
    if (reading === undefined) continue
    const told = { reading, where: `at the end of block ${number}` }
    if (request.isSaid(reading)) return told
    first ??= told
  }
  const { measurement, settings } = request
  const traced = await readTraced(evidence.client, measurement, settings)
  return traced !== undefined && request.isSaid(traced)
    ? { reading: traced, where: 'within the transaction, by its trace' }
    : first
}

async function readAtEnd(
  { client }: Pick<Evidence, 'client'>,
  request: ToldRequest,
  blockNumber: bigint,
): Promise<Reading | undefined> {
  const { settings, policy } = request
  const { portfolio, gasPriceOracle } = settings.source
  const { txBytes, gasUnits } = policy
  const asked = { blockNumber, portfolio, gasPriceOracle, txBytes, gasUnits }
  const own = request.measurement.blockNumber
  const within = blockNumber === own ? undefined : { number: own, time: request.at }
  if (!settings.valuesHoldings) return readReading(client, asked, within)
  const [dataFeeWei, balances] = await Promise.all([
    readDataFee(client, asked, within),
    readBalances(client, settings, blockNumber),
  ])
  return dataFeeWei === undefined ? undefined : valueHoldings(request, balances, dataFeeWei)
}

/** What the portfolio holds of the pool's two tokens. */
async function readBalances(
  client: PublicClient,
  { source: { pool, portfolio } }: ReporterSettings,
  blockNumber: bigint,
): Promise<readonly [bigint, bigint]> {
  const what = `what ${portfolio} holds at block ${blockNumber}`
  const ask = async (functionName: 'token0' | 'token1') => {
    const pooled = { address: pool, abi: poolAbi, functionName, blockNumber }
    const address = await askNode(client.readContract(pooled), what)
    const held = { address, abi: erc20Abi, functionName: 'balanceOf', blockNumber } as const
    return askNode(client.readContract({ ...held, args: [portfolio] }), what)
  }
  return Promise.all([ask('token0'), ask('token1')])
}

/** The balances at the mean price of 30 minutes. */
function valueHoldings(
  { settings, at, poolSums }: ToldRequest,
  [balance0, balance1]: readonly [bigint, bigint],
  dataFeeWei: bigint,
): Reading {
  const navUsd6 = computeHoldingsUsd6({ at, balance0, balance1, settings, poolSums })
  return { navUsd6, curvaturePips: 0n, horizonSec: 0n, dataFeeWei }
}
