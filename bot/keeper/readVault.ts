import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  type Hex,
  type PublicClient,
} from 'viem'
import { positionVaultAbi, vaultAbi } from '../../abi/index.ts'
import { actionNames, actionReasons } from '../../client/vaults/decodeActed.ts'
import { describeFailure } from '../describeFailure.ts'
import { nameMember } from './vaultWords.ts'

/** How a vault is asked and called: `position` by previewAction and act, `rebalancing` by previewRebalance and rebalance. */
export type VaultKind = 'position' | 'rebalancing'

/** What a vault says that it would do. Amounts in quote's smallest unit. */
export interface VaultReading {
  /** `none`: nothing, for `reason`. See `actionNames`. */
  action: string
  /** See `actionReasons`. */
  reason: string
  /** |held - target| / nav; 0 where the vault did not get so far: see `isMeasured`. 1e6 = 100 %. */
  driftPips: bigint
  bandPips: bigint
  returnPips: bigint
  /** Since the vault's clock was started, seconds. */
  elapsedSec: bigint
  navQuote: bigint
  /** Change of exposure, signed: below 0 it sells. */
  tradeQuote: bigint
  /** What it said this of, and acts on; none: its pool's mean price. */
  signedReport?: Hex | undefined
}

type Reader = Pick<PublicClient, 'readContract'>
/** As of which block; `pending` counts the time until the block that would hold the call. */
type At = { blockTag: 'pending' | 'latest' }

/** What a vault would do as of a block. @throws viem's errors; of those `isRefusal` are the vault's own. */
export async function readVault(
  client: Reader,
  { address, kind }: { address: Address; kind: VaultKind },
  at: At = { blockTag: 'pending' },
): Promise<VaultReading> {
  if (kind === 'position') {
    const due = await client.readContract({
      address,
      abi: positionVaultAbi,
      functionName: 'previewAction',
      ...at,
    })
    return toReading(due)
  }
  const plan = await client.readContract({
    address,
    abi: vaultAbi,
    functionName: 'previewRebalance',
    ...at,
  })
  const reason = nameMember(actionReasons, plan.reason, 'reason')
  const due = plan.isCut ? 'cut' : 'trade'
  return {
    action: reason === 'none' ? due : 'none',
    reason,
    driftPips: BigInt(plan.driftPips),
    bandPips: BigInt(plan.bandPips),
    returnPips: BigInt(plan.returnPips),
    elapsedSec: BigInt(plan.elapsedSec),
    navQuote: plan.navQuote,
    tradeQuote: plan.sellsRisky ? -plan.tradeQuote : plan.tradeQuote,
  }
}

/** What a vault with a position says is due, or was done. */
export function toReading(due: {
  action: number
  reason: number
  driftPips: number
  bandPips: number
  returnPips: number
  elapsedSec: number
  navQuote: bigint
  tradeQuote: bigint
}): VaultReading {
  return {
    action: nameMember(actionNames, due.action, 'action'),
    reason: nameMember(actionReasons, due.reason, 'reason'),
    driftPips: BigInt(due.driftPips),
    bandPips: BigInt(due.bandPips),
    returnPips: BigInt(due.returnPips),
    elapsedSec: BigInt(due.elapsedSec),
    navQuote: due.navQuote,
    tradeQuote: due.tradeQuote,
  }
}

/** Whether a vault got so far as to compare its exposure with its target: only then `driftPips` says something. */
export function isMeasured({ action, reason }: VaultReading): boolean {
  return (
    ['trade', 'cut'].includes(action) ||
    ['inside-band', 'too-soon', 'trade-too-small'].includes(reason)
  )
}

/** Whether a read failed because of what is at the address, and not because of the node. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false
  const isOwn = (cause: unknown) =>
    cause instanceof ContractFunctionRevertedError ||
    cause instanceof ContractFunctionZeroDataError ||
    // Bytes of another form than the vault's.
    (cause instanceof Error && /^(AbiDecoding|Position|InvalidBytes)/.test(cause.name))
  return error.walk(isOwn) !== null
}

/**
 * Which kind of vault is at an address, by what it answers; or in words why it is none.
 *
 * @throws viem's errors if the node does not answer.
 */
export async function recognizeVault(
  client: Pick<PublicClient, 'getCode' | 'readContract'>,
  address: Address,
): Promise<{ kind: VaultKind } | { problem: string }> {
  if ((await client.getCode({ address })) === undefined) {
    return { problem: `there is no contract at ${address}; correct the address, or the chain` }
  }
  const said: string[] = []
  for (const kind of ['position', 'rebalancing'] as const) {
    try {
      await readVault(client, { address, kind }, { blockTag: 'latest' })
      return { kind }
    } catch (error) {
      if (!isRefusal(error)) throw error
      said.push(describeFailure(error))
    }
  }
  const tried = `previewAction (${said[0]}) nor previewRebalance (${said[1]})`
  return { problem: `${address} is no vault: it answers neither ${tried}; correct the address` }
}
