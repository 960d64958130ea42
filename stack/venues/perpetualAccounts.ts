import { type Address, maxUint256, parseAbi, parseEther } from 'viem'
import { type HDAccount, mnemonicToAccount } from 'viem/accounts'
import { LOCAL_MNEMONIC } from '../local/accounts.ts'
import { type ChainClient, send } from '../local/chainClient.ts'
import { perpetualAbi } from './perpetualAbi.ts'

const account = (addressIndex: number) => mnemonicToAccount(LOCAL_MNEMONIC, { addressIndex })

/** Who else trades at the local perpetual. Beyond the ten accounts that anvil gives ether to. */
export const perpetualAccounts = {
  /** Owns the liquidity of the perpetual's pool. */
  maker: account(20),
  /** Trades the pool to the index price. */
  arbitrageur: account(21),
} as const

const tokenAbi = parseAbi([
  'function mint(address, uint256)',
  'function approve(address, uint256) returns (bool)',
])

/** Gives an account ether, and dollars that it pays in as margin. The local dollar lets anybody mint. */
export async function depositMargin(
  client: ChainClient,
  { dollar, marginVault }: { dollar: Address; marginVault: Address },
  trader: HDAccount,
  amountUsd6: bigint,
): Promise<void> {
  await client.setBalance({ address: trader.address, value: parseEther('1000000') })
  const onDollar = { address: dollar, abi: tokenAbi }
  const mint = { functionName: 'mint', args: [trader.address, amountUsd6] }
  const approve = { functionName: 'approve', args: [marginVault, maxUint256] }
  await send(client, trader, { ...onDollar, ...mint })
  await send(client, trader, { ...onDollar, ...approve })
  await send(client, trader, {
    address: marginVault,
    abi: perpetualAbi,
    functionName: 'deposit',
    args: [dollar, amountUsd6],
  })
}
