import { type Address, erc20Abi, parseAbi } from 'viem'
import { positionVaultAbi } from '../../abi/index.ts'
import { passUntil } from '../demo/passUntil.ts'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, send } from '../local/chainClient.ts'
import { StackChainError } from '../local/errors.ts'

const depositAbi = parseAbi([
  'function deposit(uint256 assets, address receiver) returns (uint256)',
  'function requestDeposit(uint256 assets, address controller, address owner) returns (uint256)',
])
/** More than any vault needs until an epoch has to pass: a trade ends at the slippage cap. */
const MOST_ACTS = 60

interface OpenOptions {
  client: ChainClient
  dollar: Address
  vaults: readonly Address[]
  /** Value of each, 1e6 = $1. */
  navUsd6: bigint
  /** Whether by a request, which the vault's first act fills. */
  isFundedByRequest: boolean
  epochSec: bigint
  /** By then it is over, unix seconds. */
  until: bigint
  /** Brings all prices back to where they were. */
  restore(): Promise<void>
}

/** The trader gives each vault the same dollars; then each does what is due, epoch after epoch, until the time is over. */
export async function openPositions(options: OpenOptions): Promise<void> {
  const { client, dollar, vaults, navUsd6, isFundedByRequest, epochSec, until, restore } = options
  const { trader, operator } = localAccounts
  for (const vault of vaults) {
    const approve = { functionName: 'approve', args: [vault, navUsd6] }
    await send(client, trader, { address: dollar, abi: erc20Abi, ...approve })
    const deposit = isFundedByRequest
      ? { functionName: 'requestDeposit', args: [navUsd6, trader.address, trader.address] }
      : { functionName: 'deposit', args: [navUsd6, trader.address] }
    await send(client, trader, { address: vault, abi: depositAbi, ...deposit })
  }
  for (;;) {
    for (const vault of vaults) await actAll(client, operator, vault, restore)
    const { timestamp } = await client.getBlock()
    if (timestamp + epochSec > until) return
    await passUntil(client, timestamp + epochSec)
  }
}

async function actAll(
  client: ChainClient,
  account: (typeof localAccounts)['operator'],
  vault: Address,
  restore: () => Promise<void>,
): Promise<void> {
  const at = { address: vault, abi: positionVaultAbi } as const
  for (let acts = 0; acts < MOST_ACTS; acts++) {
    const { action } = await client.readContract({
      ...at,
      functionName: 'previewAction',
      blockTag: 'pending',
    })
    if (action === 0) return
    await send(client, account, { ...at, functionName: 'act', args: [] })
    await restore()
  }
  throw new StackChainError(`the vault ${vault} always has something to do; start the stack again`)
}
