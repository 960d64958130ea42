import type { Hex } from 'viem'
import {
  messengerAbi,
  parametersSenderAbi,
  remoteParametersAbi,
  riskParametersAbi,
} from '../../../abi/index.ts'
import {
  type Core,
  type Parameters,
  parameterFields,
  unpackVector,
  VECTOR_BITS,
} from '../../../core/index.ts'
import { toBigints } from '../../../governance/index.ts'
import { formatMinute } from '../../../market/formatMinute.ts'
import type { Across } from '../../../stack/chains/across.ts'
import { remoteMarket } from '../../../stack/chains/remoteMarket.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack } from '../../../stack/local/stack.ts'

/** A vector that a message put in force on the second chain. */
export interface CarriedUpdate {
  /** Time of its block, unix seconds. */
  at: bigint
  /** From home's sending to there, seconds. */
  tookSec: bigint
  target: Parameters
  oldValues: Parameters
  newValues: Parameters
  sendGas: bigint
  deliverGas: bigint
  /** What is not as it has to be, one line each. */
  differences: readonly string[]
}

const VECTOR_MASK = (1n << VECTOR_BITS) - 1n
const TIME_MASK = (1n << 38n) - 1n

/**
 * Computes every vector that was in force on the second chain again: home had it when it was sent, and the bounds there, by
 * the core, make of it what is stored; it lies within them, and is at most a step an epoch from the one before.
 */
export async function recheckUpdates(
  stack: Stack,
  { bridge, away }: Across,
  core: Core,
): Promise<CarriedUpdate[]> {
  const home = createChainClient(stack.urls.rpc)
  const client = createChainClient(away.urls.rpc)
  const all = { fromBlock: 0n, toBlock: 'latest', strict: true } as const
  const remote = { address: away.contracts.remoteParameters, abi: remoteParametersAbi } as const
  const [updates, received, sent] = await Promise.all([
    client.getContractEvents({ ...all, ...remote, eventName: 'RemoteUpdated' }),
    client.getContractEvents({
      ...all,
      address: away.messengers.map(({ address }) => address),
      abi: messengerAbi,
      eventName: 'MessageReceived',
    }),
    home.getContractEvents({
      ...all,
      address: bridge.parametersSender,
      abi: parametersSenderAbi,
      eventName: 'ParametersSent',
    }),
  ])
  const rechecked: CarriedUpdate[] = []
  for (const { args, blockNumber, transactionHash } of updates) {
    const [targetWord, oldWord, newWord] = args.words
    const came = received.find((one) => one.transactionHash === transactionHash)
    const left = sent.find((one) => one.args.messageId === came?.args.messageId)
    const [{ timestamp: at }, state, receipt] = await Promise.all([
      client.getBlock({ blockNumber }),
      client.readContract({
        ...remote,
        functionName: 'marketState',
        args: [LOCAL_MARKET_ID],
        blockNumber: blockNumber - 1n,
      }),
      client.getTransactionReceipt({ hash: transactionHash }),
    ])
    const target = unpackVector(targetWord & VECTOR_MASK)
    const oldValues = unpackVector(oldWord & VECTOR_MASK)
    const newValues = unpackVector(newWord & VECTOR_MASK)
    const madeAt = oldWord >> VECTOR_BITS
    const { epochSec, bounds } = remoteMarket
    const isSameEpoch =
      isOfEpoch(madeAt, BigInt(state.madeAt), epochSec) ||
      isOfEpoch(at, BigInt(state.movedAt), epochSec)
    const { next } = core.applyBounds({
      current: oldValues,
      target,
      bounds,
      loosening: {
        used: toBigints(state.loosening.used) as Parameters,
        lastAt: BigInt(state.loosening.lastAt),
      },
      nowAt: at,
      isSameEpoch,
    })
    const origin = left && (await readOrigin(stack, left.blockNumber, left.transactionHash))
    const differences = [
      ...(left !== undefined && isOf(left.args.word, targetWord, madeAt)
        ? []
        : ['no vector that home sent']),
      ...compare('home had', origin?.values, target),
      ...compare('its bounds make', next, newValues),
      ...listBroken(oldValues, newValues),
    ].map((what) => `at ${formatMinute(at)}: ${what}`)
    rechecked.push({
      at,
      tookSec: at - (origin?.at ?? at),
      target,
      oldValues,
      newValues,
      sendGas: origin?.gasUsed ?? 0n,
      deliverGas: receipt.gasUsed,
      differences,
    })
  }
  return rechecked
}

/** What home answered when a vector was sent, and what the sending took. */
async function readOrigin(stack: Stack, blockNumber: bigint, hash: Hex) {
  const home = createChainClient(stack.urls.rpc)
  const [[values], { timestamp }, { gasUsed }] = await Promise.all([
    home.readContract({
      address: stack.addresses.governance.riskParameters,
      abi: riskParametersAbi,
      functionName: 'parameters',
      args: [LOCAL_MARKET_ID],
      blockNumber,
    }),
    home.getBlock({ blockNumber }),
    home.getTransactionReceipt({ hash }),
  ])
  return { values: toBigints(values) as Parameters, at: timestamp, gasUsed }
}

function isOfEpoch(time: bigint, lastTime: bigint, epochSec: bigint): boolean {
  return lastTime !== 0n && time / epochSec <= lastTime / epochSec
}

function isOf(word: bigint, targetWord: bigint, madeAt: bigint): boolean {
  const isSame = (word & VECTOR_MASK) === (targetWord & VECTOR_MASK)
  return isSame && ((word >> VECTOR_BITS) & TIME_MASK) === madeAt
}

function compare(what: string, expected: Parameters | undefined, got: Parameters): string[] {
  if (expected === undefined) return []
  return parameterFields
    .filter((field) => expected[field] !== got[field])
    .map((field) => `${field} is ${got[field]}, ${what} ${expected[field]}`)
}

/** What the bounds of the second chain forbid. */
function listBroken(from: Parameters, to: Parameters): string[] {
  const { min, max, stepUp, stepDown } = remoteMarket.bounds
  return parameterFields.flatMap((field) => {
    const value = to[field]
    const change = value - from[field]
    const isWithin = value >= min[field] && value <= max[field]
    const isStep = change <= stepUp[field] && -change <= stepDown[field]
    return [
      ...(isWithin ? [] : [`${field} is ${value}, outside its bounds`]),
      ...(isStep ? [] : [`${field} moved by ${change}, more than a step`]),
    ]
  })
}
