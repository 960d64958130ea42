import { type Abi, BaseError, decodeErrorResult, type Hex, isHex } from 'viem'
import {
  axelarMessengerAbi,
  governanceReceiverAbi,
  governanceSenderAbi,
  hyperlaneMessengerAbi,
  parametersSenderAbi,
  positionVaultAbi,
  remoteParametersAbi,
  vaultAbi,
} from '../abi/index.ts'
import { explainRefusal, refusalErrors } from '../client/refusals/explainRefusal.ts'
import { actionReasons } from '../client/vaults/decodeActed.ts'
import { explainReason, nameMember } from './keeper/vaultWords.ts'

const errors = [
  ...refusalErrors,
  ...[
    ...vaultAbi,
    ...positionVaultAbi,
    ...axelarMessengerAbi,
    ...hyperlaneMessengerAbi,
    ...parametersSenderAbi,
    ...remoteParametersAbi,
    ...governanceSenderAbi,
    ...governanceReceiverAbi,
  ].filter(({ type }) => type === 'error'),
]

/** An error that a contract refused a call with. */
export interface Refusal {
  /** The contract's own name for it; of a vault that does not act now, its reason, such as `inside-band`. */
  name: string
  /** What it means, in one line. */
  detail: string
}

/** What a contract refused a call with, from what a client throws; undefined for an error that no contract of this project has. */
export function decodeError(error: unknown): Refusal | undefined {
  const data = findData(error)
  return data && decodeRefusal(data)
}

/** The same from the bytes of the refusal. */
export function decodeRefusal(data: Hex): Refusal | undefined {
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: errors as Abi, data })
    if (errorName === 'RebalanceRefused') {
      const reason = nameMember(actionReasons, Number(args[0]), 'reason')
      return { name: reason, detail: `the vault refuses with ${reason}: ${explainReason(reason)}` }
    }
    const why = explainRefusal('report', errorName, args) ?? `${errorName}(${args.join(', ')})`
    return { name: errorName, detail: `the contract refuses: ${why}` }
  } catch {
    return undefined
  }
}

/** The bytes that a contract refused with, wherever the library keeps them. */
function findData(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined
  let found: Hex | undefined
  error.walk((one) => {
    const { raw, data } = one as { raw?: unknown; data?: unknown }
    const inner = (data as { data?: unknown } | undefined)?.data
    found ??= [raw, data, inner].find((value): value is Hex => isHex(value) && value.length >= 10)
    return found !== undefined
  })
  return found
}
