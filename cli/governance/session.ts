import type { LocalAccount, PublicClient } from 'viem'
import { connect } from '../../client/connect.ts'
import { type ContractCall, sendCall, tryCall } from '../../client/sendCall.ts'
import { readSigner } from '../../keys/index.ts'
import { writeOutput } from '../io/writeOutput.ts'
import { networkArgs } from '../network/networkArgs.ts'
import { type Network, type NetworkFlags, readNetwork } from '../network/readNetwork.ts'

/** What every command of governance is told: where, how to print, whether to send. */
export const governanceArgs = {
  ...networkArgs,
  json: { type: 'boolean', description: 'One JSON object on standard output' },
} as const

/** Whose signature, and whether it is sent. */
export const signingArgs = {
  keystore: { type: 'string', valueHint: 'FILE', description: 'Sign with this keystore file' },
  signer: { type: 'string', valueHint: 'URL', description: 'Sign with this remote signer' },
  from: { type: 'string', valueHint: 'ADDRESS', description: 'Account of the remote signer' },
  yes: { type: 'boolean', description: 'Send it; without, it is only tried and shown' },
  'dry-run': { type: 'boolean', description: 'Never send, even with --yes' },
} as const

export interface SigningFlags {
  keystore?: string | undefined
  signer?: string | undefined
  from?: string | undefined
  yes?: boolean | undefined
  'dry-run'?: boolean | undefined
}

/** A network, and a client that reads it. */
export interface Session {
  network: Network
  client: PublicClient
}

export async function openSession(flags: NetworkFlags): Promise<Session> {
  const network = await readNetwork(flags)
  return { network, client: await connect(network.rpcUrl, network.chainId) }
}

/** The account of the flags, or of the environment variable GIMBAL_KEY. */
export async function openSigner({ keystore, signer, from }: SigningFlags): Promise<LocalAccount> {
  return readSigner({ keystore, signer, from })
}

/** Whether a command was told to send what it tries. */
export function isSent({ yes = false, 'dry-run': isDryRun = false }: SigningFlags): boolean {
  return yes && !isDryRun
}

/** The hash of what was sent, or undefined where it was only tried. @throws CallRefusedError */
export async function trySend(
  { client, network }: Session,
  account: LocalAccount,
  call: ContractCall,
  flags: SigningFlags,
): Promise<string | undefined> {
  if (isSent(flags)) return sendCall(client, network.rpcUrl, account, call)
  await tryCall(client, account.address, call)
  return undefined
}

/** What was done, as lines for people or as one object for programs. */
export async function report(
  json: boolean | undefined,
  lines: readonly string[],
  object: Record<string, unknown>,
): Promise<void> {
  const text = json ? JSON.stringify(object, formatBigint) : lines.join('\n')
  await writeOutput(process.stdout, `${text}\n`)
}

/** The last line about a call that was tried or sent. */
export function describeSending(hash: string | undefined): string {
  return hash === undefined
    ? 'Tried, not sent: the contract would take it. Add --yes to send it.'
    : `Sent: ${hash}`
}

function formatBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}` : value
}
