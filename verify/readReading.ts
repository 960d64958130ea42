// What portfolio and fee oracle tell at a block, as the index reads it in its mappings: a call that the EVM ends without
// an answer, or with too short a one, is no answer; whatever else fails is the node's failure.
//
// Source: contracts/interfaces/IPortfolio.sol; the GasPriceOracle of OP Stack (getL1FeeUpperBound since Fjord,
// getOperatorFee since Isthmus).

import {
  type AbiFunction,
  type Address,
  BaseError,
  decodeAbiParameters,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  type PublicClient,
  parseAbi,
  size,
  zeroAddress,
} from 'viem'
import { describeNodeFailure } from '../http/explainNodeFailure.ts'
import type { Reading, ReadingRequest } from '../observation/index.ts'
import { VerifySourceError } from './errors.ts'

// Every figure as a whole word: one that does not fit its type is seen as it is, and refused by the model.
export const figuresAbi = parseAbi([
  'function portfolioFigures() view returns (uint256 navUsd6, uint256 curvaturePips, uint256 horizonSec)',
  'function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)',
  'function getOperatorFee(uint256 gasUsed) view returns (uint256)',
])

/** The block that a call is told to be in, on a state that is another block's. */
export interface CallBlock {
  number: bigint
  /** Unix seconds. */
  time: bigint
}

/**
 * The reading at a block, from the state at its end.
 *
 * @param within - Where the call is told to be; undefined: in that block.
 * @returns undefined where the portfolio or `getL1FeeUpperBound` does not answer: then there is no observation.
 * @throws VerifySourceError if the node fails or does not have that state.
 */
export async function readReading(
  client: PublicClient,
  request: ReadingRequest,
  within?: CallBlock,
): Promise<Reading | undefined> {
  const { blockNumber, portfolio: address } = request
  const call = { address, functionName: 'portfolioFigures', args: [], blockNumber, within } as const
  const figures = await callFigures(client, call)
  const dataFeeWei = await readDataFee(client, request, within)
  if (figures === undefined || dataFeeWei === undefined) return undefined
  const [navUsd6, curvaturePips, horizonSec] = figures as [bigint, bigint, bigint]
  return { navUsd6, curvaturePips, horizonSec, dataFeeWei }
}

/**
 * The data fee at the end of a block, in wei; 0 without an oracle.
 *
 * @returns undefined where `getL1FeeUpperBound` does not answer.
 * @throws VerifySourceError if the node fails or does not have that state.
 */
export async function readDataFee(
  client: PublicClient,
  { blockNumber, gasPriceOracle, txBytes, gasUnits }: Omit<ReadingRequest, 'portfolio'>,
  within?: CallBlock,
): Promise<bigint | undefined> {
  if (gasPriceOracle === zeroAddress) return 0n
  const at = { address: gasPriceOracle, blockNumber, within }
  const call = (functionName: FunctionName, figure: bigint) =>
    callFigures(client, { ...at, functionName, args: [figure] })
  const l1 = await call('getL1FeeUpperBound', txBytes)
  const operator = await call('getOperatorFee', gasUnits)
  return l1?.[0] === undefined ? undefined : l1[0] + (operator?.[0] ?? 0n)
}

type FunctionName = (typeof figuresAbi)[number]['name']

interface FiguresCall {
  address: Address
  functionName: FunctionName
  args: readonly bigint[]
  blockNumber: bigint
  within?: CallBlock | undefined
}

const WORD_BYTES = 32

async function callFigures(
  client: PublicClient,
  { address, functionName, args, blockNumber, within }: FiguresCall,
): Promise<readonly bigint[] | undefined> {
  const { outputs } = figuresAbi.find(({ name }) => name === functionName) as AbiFunction
  const data = encodeFunctionData({ abi: figuresAbi, functionName, args } as never)
  const blockOverrides = within && { blockOverrides: within }
  const call = client.call({ to: address, data, blockNumber, ...blockOverrides })
  const answer = await call.catch((cause) => {
    if (isRefusal(cause)) return undefined
    throw new VerifySourceError(
      describeNodeFailure(cause) ??
        `the node does not answer ${functionName}() of ${address} at block ${blockNumber}; give an archive node`,
      { cause },
    )
  })
  const returned: Hex = answer?.data ?? '0x'
  if (size(returned) < outputs.length * WORD_BYTES) return undefined
  return decodeAbiParameters(outputs, returned) as readonly bigint[]
}

// As the nodes say it. Source: graph-node's list of call errors that are no failure of the node, and Anvil's own.
const EVM_WORDS =
  /revert|evm error|invalid (fe ?)?opcode|bad instruction|out of ?gas|stack (limit|under|over)|(invalid|bad) jump|gas uint64 overflow/i

/** Whether it was the EVM that ended a call, and not the node that failed. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const isReverted = error.walk((one) => one instanceof ExecutionRevertedError) !== null
  return isReverted || EVM_WORDS.test(error.details)
}
