import {
  type Address,
  createPublicClient,
  encodeAbiParameters,
  type Hex,
  isAddressEqual,
  keccak256,
  type PublicClient,
} from 'viem'
import { findAxelarMessage, readGateway } from '../../bot/relayer/bridges/axelar.ts'
import {
  gatewayAbi,
  messagesType,
  proofType,
  weightedSignersType,
} from '../../bot/relayer/bridges/axelarTypes.ts'
import type {
  Attestation,
  AttestationRequest,
  Attestor,
  BridgeEnd,
  Ends,
  SentMessage,
} from '../../bot/relayer/bridges/bridge.ts'
import { findHyperlaneMessage } from '../../bot/relayer/bridges/hyperlane.ts'
import { readSentMessages } from '../../bot/relayer/readSentMessages.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { axelarSigners } from './axelarSigners.ts'
import { bridgeSigners, SIGNATURES_NEEDED } from './bridgeSigners.ts'
import { signCheckpoint } from './signCheckpoint.ts'

/** A chain as the local signers watch it. */
export interface AttestedChain {
  chainId: number
  url: string
  /** Blocks from a message's to the latest, both counted, before it is signed. */
  depth: bigint
  messengers: readonly { name: string; address: Address }[]
}

/** Axelar's command of approving messages. */
const APPROVE_MESSAGES = 0

/**
 * Signs with test keys what the networks of the two bridges sign. Like them, it looks each message up for itself, and
 * waits until the block is deep enough.
 *
 * @param signatures - How many of the signers sign; fewer than the bridge needs make a proof that it refuses.
 */
export function createLocalAttestor(
  chains: readonly AttestedChain[],
  signatures: number = SIGNATURES_NEEDED,
): Attestor {
  const open = new Map(
    chains.map((chain) => {
      const client = createPublicClient({
        transport: nodeTransport(chain.url, { retryCount: 0, timeout: 10_000 }),
        cacheTime: 0,
      })
      return [chain.chainId, { chain, client }]
    }),
  )

  function findEnd(chainId: number, bridge: string): { end: BridgeEnd; depth: bigint } | undefined {
    const found = open.get(chainId)
    const messenger = found?.chain.messengers.find(({ name }) => name === bridge)?.address
    if (found === undefined || messenger === undefined) return undefined
    return {
      end: { chainId, messenger, ask: (_, ask) => ask(found.client) },
      depth: found.chain.depth,
    }
  }

  return {
    async attest(request): Promise<Attestation> {
      const { bridge, sourceChainId, chainId } = request
      const source = findEnd(sourceChainId, bridge)
      const destination = findEnd(chainId, bridge)
      if (source === undefined || destination === undefined) {
        return { pending: `${bridge} has no signers between ${sourceChainId} and ${chainId} here` }
      }
      const ends = { source: source.end, destination: destination.end }
      const message = await ends.source.ask('a message', (client) =>
        findDeepMessage(client, request, ends.source, source.depth),
      )
      if (typeof message === 'string') return { pending: message }
      const sign = bridge === 'axelar' ? signForAxelar : signForHyperlane
      return { proof: await sign(message, ends, signatures) }
    },
  }
}

/** The message that a request names, or why it cannot be signed yet. */
async function findDeepMessage(
  client: PublicClient,
  { messageId, transactionHash, sourceChainId }: AttestationRequest,
  { messenger }: BridgeEnd,
  depth: bigint,
): Promise<SentMessage | string> {
  const receipt = await client
    .getTransactionReceipt({ hash: transactionHash })
    .catch(() => undefined)
  if (receipt === undefined) return `the transaction ${transactionHash} is in no block`
  const message = readSentMessages(receipt.logs, sourceChainId).find(
    (sent) => sent.messageId === messageId && isAddressEqual(sent.messenger, messenger),
  )
  if (message === undefined) return `the transaction ${transactionHash} has not sent it`
  const latest = await client.getBlockNumber({ cacheTime: 0 })
  const has = latest - receipt.blockNumber + 1n
  return has >= depth ? message : `its block is ${has} deep, signed is from ${depth} on`
}

async function signForAxelar(message: SentMessage, ends: Ends, signatures: number): Promise<Hex> {
  const found = await findAxelarMessage(message, ends)
  const { destination } = ends
  const address = await readGateway(destination)
  const signersHash = keccak256(encodeAbiParameters([weightedSignersType], [axelarSigners]))
  const dataHash = keccak256(
    encodeAbiParameters([{ type: 'uint8' }, messagesType], [APPROVE_MESSAGES, [found]]),
  )
  const hash = await destination.ask('what is signed', (client) =>
    client.readContract({
      address,
      abi: gatewayAbi,
      functionName: 'messageHashToSign',
      args: [signersHash, dataHash],
    }),
  )
  const signers = bridgeSigners.axelar.slice(0, signatures)
  const signed = await Promise.all(signers.map((signer) => signer.sign({ hash })))
  return encodeAbiParameters([proofType], [{ signers: axelarSigners, signatures: signed }])
}

async function signForHyperlane(
  message: SentMessage,
  ends: Ends,
  signatures: number,
): Promise<Hex> {
  const { source } = ends
  const { id } = await findHyperlaneMessage(message, ends)
  const { transactionHash } = message
  const { chainId } = source
  return source.ask('the checkpoint', (client) =>
    signCheckpoint(client, { id, chainId, transactionHash }, signatures),
  )
}
