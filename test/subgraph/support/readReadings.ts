import { type Address, type PublicClient, parseAbi, zeroAddress } from 'viem'
import type { Reading, ReadingRequest, Readings } from '../../../observation/index.ts'

const toldAbi = parseAbi([
  'function portfolioFigures() view returns (uint64, uint32, uint32)',
  'function getL1FeeUpperBound(uint256) view returns (uint256)',
  'function getOperatorFee(uint256) view returns (uint256)',
])

/** What contracts told at the closing blocks of a market, and where they did not, the index's name for the reason. */
export interface Told {
  readings: Readings
  gaps: ReadonlyMap<bigint, string>
}

/** Asks a node for everything that a market's observations depend on beside headers and logs. */
export async function readReadings(
  client: Pick<PublicClient, 'readContract'>,
  requests: readonly ReadingRequest[],
): Promise<Told> {
  const readings = new Map<bigint, Reading>()
  const gaps = new Map<bigint, string>()
  for (const request of requests) {
    const reading = await readOne(client, request)
    if (typeof reading === 'string') gaps.set(request.blockNumber, reading)
    else readings.set(request.blockNumber, reading)
  }
  return { readings, gaps }
}

async function readOne(
  client: Pick<PublicClient, 'readContract'>,
  { blockNumber, portfolio, gasPriceOracle, txBytes, gasUnits }: ReadingRequest,
): Promise<Reading | string> {
  const figures = await client
    .readContract({
      address: portfolio,
      abi: toldAbi,
      functionName: 'portfolioFigures',
      blockNumber,
    })
    .catch(() => undefined)
  if (figures === undefined) return 'PORTFOLIO_REVERTED'
  const [navUsd6, curvaturePips, horizonSec] = figures
  const readFee = (functionName: 'getL1FeeUpperBound' | 'getOperatorFee', amount: bigint) =>
    client
      .readContract({
        address: gasPriceOracle as Address,
        abi: toldAbi,
        functionName,
        args: [amount],
        blockNumber,
      })
      .catch(() => undefined)
  let dataFeeWei = 0n
  if (gasPriceOracle !== zeroAddress) {
    const published = await readFee('getL1FeeUpperBound', txBytes)
    if (published === undefined) return 'ORACLE_REVERTED'
    dataFeeWei = published + ((await readFee('getOperatorFee', gasUnits)) ?? 0n)
  }
  return {
    navUsd6,
    curvaturePips: BigInt(curvaturePips),
    horizonSec: BigInt(horizonSec),
    dataFeeWei,
  }
}
