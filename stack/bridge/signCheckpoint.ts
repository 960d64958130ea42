import {
  concat,
  type Hex,
  keccak256,
  numberToHex,
  type PublicClient,
  pad,
  parseAbi,
  parseEventLogs,
  stringToHex,
} from 'viem'
import { bridgeSigners, SIGNATURES_NEEDED } from './bridgeSigners.ts'

const treeAbi = parseAbi([
  'event InsertedIntoTree(bytes32 messageId, uint32 index)',
  'function root() view returns (bytes32)',
])

/** A message in Hyperlane's mailbox. */
export interface MailboxMessage {
  id: Hex
  /** Of the chain that sent it. */
  chainId: number
  transactionHash: Hex
}

/**
 * What the multisig module wants to see of a message: the module proves its id alone, and takes root and index as the
 * test keys sign them.
 *
 * @param client - Of the chain that sent it.
 * @param signatures - How many of the signers sign.
 */
export async function signCheckpoint(
  client: Pick<PublicClient, 'getTransactionReceipt' | 'readContract'>,
  { id, chainId, transactionHash }: MailboxMessage,
  signatures: number = SIGNATURES_NEEDED,
): Promise<Hex> {
  const { logs, blockNumber } = await client.getTransactionReceipt({ hash: transactionHash })
  const inserted = parseEventLogs({ abi: treeAbi, logs, eventName: 'InsertedIntoTree' }).find(
    ({ args }) => args.messageId === id,
  )
  if (inserted === undefined) throw new Error(`the mailbox's tree does not have ${id}`)
  const { address: tree } = inserted
  const root = await client.readContract({
    address: tree,
    abi: treeAbi,
    functionName: 'root',
    blockNumber,
  })
  const index = numberToHex(inserted.args.index, { size: 4 })
  const treeWord = pad(tree, { size: 32 })
  const origin = numberToHex(chainId, { size: 4 })
  const domain = keccak256(concat([origin, treeWord, stringToHex('HYPERLANE')]))
  const digest = keccak256(concat([domain, root, index, id]))
  const signers = bridgeSigners.hyperlane.slice(0, signatures)
  const signed = await Promise.all(
    signers.map((signer) => signer.signMessage({ message: { raw: digest } })),
  )
  return concat([treeWord, root, index, ...signed])
}
