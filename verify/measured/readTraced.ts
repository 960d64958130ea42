import {
  decodeFunctionResult,
  type Hex,
  isAddressEqual,
  type PublicClient,
  toFunctionSelector,
  zeroAddress,
} from 'viem'
import type { ReporterSettings } from '../../client/evidence/readReporter.ts'
import type { Reading } from '../../observation/index.ts'
import { figuresAbi } from '../readReading.ts'
import type { Measurement } from '../readUpdates.ts'

/** A call of a transaction, as the tracer of that name has it. */
interface TracedCall {
  from?: Hex
  to?: Hex
  input: Hex
  output?: Hex
  error?: string
  calls?: readonly TracedCall[]
}

/**
 * What portfolio and fee oracle answered a contract of evidence within its transaction, by the transaction's trace.
 *
 * @returns undefined where the node gives no trace, the portfolio was not asked, or the transaction measured twice.
 */
export async function readTraced(
  client: PublicClient,
  { reporter, transactionHash }: Measurement,
  { source: { portfolio, gasPriceOracle }, valuesHoldings }: ReporterSettings,
): Promise<Reading | undefined> {
  if (valuesHoldings) return undefined
  const request = {
    method: 'debug_traceTransaction',
    params: [transactionHash, { tracer: 'callTracer' }],
  }
  const root = (await client.request(request as never).catch(() => undefined)) as
    | TracedCall
    | undefined
  if (root === undefined) return undefined
  const calls = listCalls(root).filter(
    ({ from }) => from !== undefined && isAddressEqual(from, reporter),
  )
  const answer = (name: FigureName, address: Hex): readonly bigint[] | undefined => {
    const item = figuresAbi.filter((one) => one.name === name)
    const selector = toFunctionSelector(item[0] as (typeof figuresAbi)[number])
    const found = calls.filter(
      ({ to, input, error }) =>
        to !== undefined &&
        isAddressEqual(to, address) &&
        input.startsWith(selector) &&
        error === undefined,
    )
    const [call] = found
    if (call?.output === undefined || found.length > 1) return undefined
    const result = decodeFunctionResult({ abi: item, data: call.output } as never)
    return [result as bigint | bigint[]].flat()
  }
  const [navUsd6, curvaturePips, horizonSec] = answer('portfolioFigures', portfolio) ?? []
  const l1 = gasPriceOracle === zeroAddress ? [0n] : answer('getL1FeeUpperBound', gasPriceOracle)
  const [operator = 0n] =
    gasPriceOracle === zeroAddress ? [] : (answer('getOperatorFee', gasPriceOracle) ?? [])
  if (navUsd6 === undefined || curvaturePips === undefined || horizonSec === undefined) {
    return undefined
  }
  if (l1?.[0] === undefined) return undefined
  return { navUsd6, curvaturePips, horizonSec, dataFeeWei: l1[0] + operator }
}

type FigureName = (typeof figuresAbi)[number]['name']

function listCalls(call: TracedCall): TracedCall[] {
  return [call, ...(call.calls ?? []).flatMap(listCalls)]
}
