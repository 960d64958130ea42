import type { LocalAccount, PublicClient } from 'viem'
import { checkContracts } from '../../client/checkContracts.ts'
import { connect } from '../../client/connect.ts'
import type { ContractCall } from '../../client/contractCall.ts'
import { rehearseCall } from '../../client/rehearseCall.ts'
import { sendCall } from '../../client/sendCall.ts'
import { readSigner } from '../../keys/index.ts'
import { printJson, printText } from '../io/print.ts'
import { networkArgs } from '../network/networkArgs.ts'
import { type Network, type NetworkFlags, readNetwork } from '../network/readNetwork.ts'

/** Common options of the governance commands: the network, how to print, whether to send. */
export const governanceArgs = {
  ...networkArgs,
  json: { type: 'boolean', description: 'One JSON object on standard output' },
} as const

/** Where the key comes from. */
export const keyArgs = {
  keystore: {
    type: 'string',
    valueHint: 'FILE',
    description:
      'Sign with this keystore file; without it the key is in the environment: GIMBAL_KEY',
  },
  signer: {
    type: 'string',
    valueHint: 'URL',
    description: 'Sign with the remote signer there, which keeps the key',
  },
  from: { type: 'string', valueHint: 'ADDRESS', description: 'Account of the remote signer' },
} as const

/** The key to sign with, and whether to send. */
export const signingArgs = {
  ...keyArgs,
  yes: { type: 'boolean', description: 'Send it; without --yes it is only tried and shown' },
  'dry-run': { type: 'boolean', description: 'Never send, even with --yes' },
} as const

export interface KeyFlags {
  keystore?: string | undefined
  signer?: string | undefined
  from?: string | undefined
}

export interface SigningFlags extends KeyFlags {
  yes?: boolean | undefined
  'dry-run'?: boolean | undefined
}

/** A network, and a client that reads it. */
export interface Session {
  network: Network
  client: PublicClient
}

/** @throws NetworkConfigError, ChainReadError; WrongContractError if an address is another contract's. */
export async function openSession(flags: NetworkFlags): Promise<Session> {
  const network = await readNetwork(flags)
  const client = await connect(network.rpcUrl, network.chainId)
  await checkContracts(client, network.addresses)
  return { network, client }
}

/** The account of the flags, or of the environment variable GIMBAL_KEY. */
export async function openSigner({ keystore, signer, from }: KeyFlags): Promise<LocalAccount> {
  return readSigner({ keystore, signer, from })
}

/** Whether a command sends what it tries. */
export function isSent({ yes = false, 'dry-run': isDryRun = false }: SigningFlags): boolean {
  return yes && !isDryRun
}

/**
 * The hash of what was sent, or undefined where it was only tried, with all that sending takes.
 *
 * @throws CallRefusedError if the contract refuses it.
 * @throws InsufficientEtherError if the account cannot pay it.
 */
export async function trySend(
  { client, network }: Session,
  account: LocalAccount,
  call: ContractCall,
  flags: SigningFlags,
): Promise<string | undefined> {
  if (isSent(flags)) return sendCall(client, network.rpcUrl, account, call)
  await rehearseCall(client, account.address, call)
  return undefined
}

/** What was done, as lines for people or as one object for programs. */
export async function report(
  json: boolean | undefined,
  lines: readonly string[],
  object: Record<string, unknown>,
): Promise<void> {
  await (json ? printJson(object) : printText(lines.join('\n')))
}

/** The last line about a call that was tried or sent. */
export function describeSending(hash: string | undefined): string {
  return hash === undefined
    ? 'Tried, not sent: the contract would take it. Add --yes to send it.'
    : `Sent: ${hash}`
}
