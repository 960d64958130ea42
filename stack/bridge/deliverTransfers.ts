import { type Address, keccak256, parseAbi } from 'viem'
import { localAccounts } from '../local/accounts.ts'
import { type ChainClient, send } from '../local/chainClient.ts'
import { signCheckpoint } from './signCheckpoint.ts'

interface TransferEnd {
  client: ChainClient
  chainId: number
  mailbox: Address
}

const mailboxAbi = parseAbi([
  'event Dispatch(address indexed sender, uint32 indexed destination, bytes32 indexed recipient, bytes message)',
  'function delivered(bytes32 id) view returns (bool)',
  'function process(bytes metadata, bytes message) payable',
])

/**
 * Brings the tokens that routers have sent and that have not come: Hyperlane's own relayers do so on real chains. The
 * relayer of this project brings what its messengers send, and nothing else.
 *
 * @returns how many it brought. @throws viem's error with the router's reason if it cannot pay.
 */
export async function deliverTransfers(
  from: TransferEnd,
  to: Omit<TransferEnd, 'chainId'>,
  routers: readonly Address[],
): Promise<number> {
  const { client, chainId, mailbox } = from
  const sent = await client.getContractEvents({
    address: mailbox,
    abi: mailboxAbi,
    eventName: 'Dispatch',
    args: { sender: [...routers] },
    fromBlock: 0n,
    toBlock: 'latest',
    strict: true,
  })
  let count = 0
  for (const { args, transactionHash } of sent) {
    const id = keccak256(args.message)
    const call = { address: to.mailbox, abi: mailboxAbi } as const
    const isThere = await to.client.readContract({
      ...call,
      functionName: 'delivered',
      args: [id],
    })
    if (isThere) continue
    const metadata = await signCheckpoint(client, { id, chainId, transactionHash })
    await send(to.client, localAccounts.operator, {
      ...call,
      functionName: 'process',
      args: [metadata, args.message],
    })
    count++
  }
  return count
}
