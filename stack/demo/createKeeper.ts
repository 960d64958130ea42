import { type Address, encodeFunctionData, type Hex, keccak256 } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { positionVaultAbi, vaultAbi } from '../../abi/index.ts'
import { defaultPolicy } from '../../backtest/defaultPolicy.ts'
import { computeFees } from '../../bot/submit/fees.ts'
import { ChainReadError } from '../../client/errors.ts'
import { type ActionReason, actionReasons } from '../../client/vaults/decodeActed.ts'
import { type ChainClient, createChainClient } from '../local/chainClient.ts'
import { describeNodeRefusal } from './describeNodeRefusal.ts'
import { findRebalance, type KeeperTask, type Outcome } from './findRebalance.ts'

export interface KeeperOptions {
  url: string
  vault: Address
  /** Of this keeper alone. */
  account: HDAccount
  /** For messages. */
  name: string
  /** `rebalance` without it. */
  task?: KeeperTask
  /** The most that a unit of gas may cost, wei; without it, whatever twelve full blocks may lead to. */
  maxFeePerGas?: bigint
}

/** The result of a step. */
export type KeeperStep =
  /** It did not look: it is not its time. */
  | { type: 'idle' }
  /** The vault would do nothing now. */
  | { type: 'held'; reason: ActionReason; driftPips: bigint; bandPips: bigint }
  /** The vault or the node does not take a call that the preview promised; `reason` is one line. */
  | { type: 'refused'; reason: string }
  | { type: 'sent'; hash: Hex }
  | Outcome

export interface Keeper {
  readonly name: string
  readonly address: Address
  /**
   * Looks whether the last transaction is in a block, or, if there is none on its way, whether the vault would trade, and
   * sends the call then without waiting for its block. One at a time: the next call comes after the last one's end.
   *
   * @throws ChainReadError if the node is silent.
   */
  step(): Promise<KeeperStep>
}

const rebalanceCall = { abi: vaultAbi, functionName: 'rebalance' } as const
const actCall = { abi: positionVaultAbi, functionName: 'act' } as const
const calls = { rebalance: encodeFunctionData(rebalanceCall), act: encodeFunctionData(actCall) }
/** Under Osaka (EIP-7825). */
const MOST_GAS = 2n ** 24n

/** A keeper calls one vault when something is due. Anyone may call; the vault pays nobody for it. */
export function createKeeper(options: KeeperOptions): Keeper {
  const { url, account, name } = options
  const client = createChainClient(url)
  const who = `the keeper ${name}`
  let hash: Hex | undefined

  async function sendNext(): Promise<KeeperStep> {
    try {
      const planned = await plan(client, options)
      if ('type' in planned) return planned
      // Before it is sent: a node that falls silent may have taken it.
      hash = planned.hash
      await client.sendRawTransaction(planned)
      return { type: 'sent', hash }
    } catch (error) {
      const reason = describeNodeRefusal(error, url, who)
      hash = undefined
      return { type: 'refused', reason }
    }
  }

  async function findLast(sent: Hex): Promise<KeeperStep> {
    const found = await findRebalance(client, options.vault, sent, options.task).catch((cause) => {
      const said = describeNodeRefusal(cause, url, who)
      throw new ChainReadError(`the node does not tell ${who} of ${sent} (${said}); give another`, {
        cause,
      })
    })
    if (found.type !== 'waiting') hash = undefined
    return found
  }

  const step = () => (hash === undefined ? sendNext() : findLast(hash))
  return { name, address: account.address, step }
}

/** The signed call; or why there is none. */
async function plan(
  client: ChainClient,
  { vault, account, task = 'rebalance', maxFeePerGas: budgetPerGas = 2n ** 128n }: KeeperOptions,
): Promise<KeeperStep | { hash: Hex; serializedTransaction: Hex }> {
  // As of the block that would hold it: the time since the last trade counts.
  const pending = { blockTag: 'pending' } as const
  const at = { address: vault, ...pending } as const
  const preview =
    task === 'act'
      ? await client.readContract({ ...at, abi: positionVaultAbi, functionName: 'previewAction' })
      : await client.readContract({ ...at, abi: vaultAbi, functionName: 'previewRebalance' })
  const reason = actionReasons[preview.reason] ?? 'none'
  if (reason !== 'none') {
    const { driftPips, bandPips } = preview
    return { type: 'held', reason, driftPips: BigInt(driftPips), bandPips: BigInt(bandPips) }
  }
  const { address } = account
  const [{ baseFeePerGas }, chainId, nonce, estimate] = await Promise.all([
    client.getBlock(),
    client.getChainId(),
    client.getTransactionCount({ address, blockTag: 'latest' }),
    task === 'act'
      ? client.estimateContractGas({ ...at, ...actCall, account: address })
      : client.estimateContractGas({ ...at, ...rebalanceCall, account: address }),
  ])
  const tipPerGas = defaultPolicy.priorityFeePerGas
  const fees = computeFees({ baseFeePerGas: baseFeePerGas ?? 0n, tipPerGas, budgetPerGas })
  // The pool may move before it gets in, and the swap cost more.
  const margin = (estimate * 5n) / 4n
  const gas = margin < MOST_GAS ? margin : MOST_GAS
  const type = 'eip1559'
  const transaction = { type, chainId, nonce, to: vault, data: calls[task], gas, ...fees } as const
  const serializedTransaction = await account.signTransaction(transaction)
  return { hash: keccak256(serializedTransaction), serializedTransaction }
}
