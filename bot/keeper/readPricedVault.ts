import {
  type Address,
  BaseError,
  decodeFunctionResult,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  isHex,
  type PublicClient,
} from 'viem'
import { pricedVaultAbi } from '../../abi/index.ts'
import { actionReasons } from '../../client/vaults/decodeActed.ts'
import { decodeError } from '../decodeError.ts'
import { toReading, type VaultReading } from './readVault.ts'

type Caller = Pick<PublicClient, 'call'>

/** A refusal that is a vault's answer: nothing is due at this price. */
interface Refusal {
  /** See `actionReasons`; undefined: the vault, or its feed, does not take the report. */
  reason: string | undefined
}

const EMPTY = '0x'
/** Refusals that say that nothing is due at the signed price; others may not be the mean price's. */
const answers: readonly string[] = ['inside-band', 'too-soon', 'trade-too-small', 'empty']

/**
 * What a vault would do on a signed price; undefined: it does not take the report, or not at this price, so that what it
 * would do by its mean price counts.
 *
 * @throws viem's errors if the node does not answer.
 */
export async function readPricedVault(
  client: Caller,
  address: Address,
  signedReport: Hex,
): Promise<VaultReading | undefined> {
  const said = await tryAct(client, address, signedReport, 'pending')
  if (isHex(said)) {
    const done = decodeFunctionResult({
      abi: pricedVaultAbi,
      functionName: 'actWithPrice',
      data: said,
    })
    return Object.assign(toReading(done), { signedReport })
  }
  if (said.reason === undefined || !answers.includes(said.reason)) return undefined
  const none = { driftPips: 0n, bandPips: 0n, returnPips: 0n, elapsedSec: 0n, navQuote: 0n }
  return { action: 'none', reason: said.reason, ...none, tradeQuote: 0n }
}

/**
 * Whether a vault has a feed of signed prices: without a report it then acts, or says why it does not.
 *
 * @throws viem's errors if the node does not answer.
 */
export async function takesPrices(client: Caller, address: Address): Promise<boolean> {
  const said = await tryAct(client, address, EMPTY, 'latest')
  return isHex(said) || said.reason !== undefined
}

async function tryAct(
  client: Caller,
  to: Address,
  signedReport: Hex,
  blockTag: 'pending' | 'latest',
): Promise<Hex | Refusal> {
  const data = encodeFunctionData({
    abi: pricedVaultAbi,
    functionName: 'actWithPrice',
    args: [signedReport],
  })
  try {
    const { data: answer = '0x' } = await client.call({ to, data, blockTag })
    // What has no such function, and a fallback that takes anything, answers nothing.
    return answer === '0x' ? { reason: undefined } : answer
  } catch (error) {
    const isRevert = (cause: unknown) => cause instanceof ExecutionRevertedError
    if (!(error instanceof BaseError) || error.walk(isRevert) === null) throw error
    return { reason: findReason(error) }
  }
}

/** The reason with which a vault refuses to act now; of another contract's refusal there is none. */
function findReason(error: BaseError): string | undefined {
  const name = decodeError(error)?.name
  return actionReasons.find((reason) => reason === name)
}
