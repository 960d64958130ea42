import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { SpaceSettings } from '../../snapshot/index.ts'
import { ingest, type Sequencer } from './ingest.ts'
import { queryStore } from './queryStore.ts'
import { Refusal } from './refusal.ts'
import { createStore, type StoredProposal, type StoredVote } from './store.ts'
import type { VerifyContractSignature } from './validateEnvelope.ts'
import type { GetVotingPower } from './votingPower.ts'

export interface HubOptions {
  /** A free port by default. */
  port?: number
  /** Settings by name. */
  spaces: Readonly<Record<string, SpaceSettings>>
  getVotingPower: GetVotingPower
  /** Unix seconds; the time of the chain where one runs. */
  now: () => number | Promise<number>
  /** Without it, only signatures of accounts with a key are taken. */
  verifyContractSignature?: VerifyContractSignature
}

/** A hub that runs. */
export interface LocalHub {
  hubUrl: string
  sequencerUrl: string
  /** The gateway, without `/ipfs`. */
  ipfsUrl: string
  /** What it knows at this moment. */
  readonly proposals: readonly StoredProposal[]
  readonly votes: readonly StoredVote[]
  close(): Promise<void>
}

/**
 * Starts a Snapshot hub with its sequencer and an IPFS gateway on the loopback address. It takes and refuses what the
 * real ones do, and forgets everything when it ends.
 */
export async function startHub(options: HubOptions): Promise<LocalHub> {
  const { port = 0, spaces, getVotingPower, now, verifyContractSignature } = options
  const store = createStore(spaces)
  const relayer = privateKeyToAccount(generatePrivateKey())
  const sequencer = { store, getVotingPower, verifyContractSignature, now, relayer }

  const server = createServer(async (request, response) => {
    const { status, answer } = await answerRequest(sequencer, request)
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    hubUrl: `${origin}/graphql`,
    sequencerUrl: `${origin}/`,
    ipfsUrl: origin,
    get proposals() {
      return [...store.proposals.values()]
    },
    get votes() {
      return [...store.votes.values()]
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

interface Answer {
  status: number
  answer: object
}

async function answerRequest(sequencer: Sequencer, request: IncomingMessage): Promise<Answer> {
  const { method, url = '/' } = request
  try {
    const body = await readJson(request)
    if (method === 'POST' && url === '/graphql') {
      return await queryStore(sequencer.store, await sequencer.now(), Object(body))
    }
    if (method === 'POST' && url === '/') {
      return { status: 200, answer: await ingest(sequencer, body) }
    }
    const pinned = sequencer.store.pinned.get(/^\/ipfs\/(\w+)$/.exec(url)?.[1] ?? '')
    if (pinned !== undefined) return { status: 200, answer: pinned }
    return { status: 404, answer: { error: 'not_found' } }
  } catch (error) {
    if (error instanceof Refusal) return toRefusal(400, 'client_error', error.message)
    return toRefusal(500, 'server_error', {})
  }
}

// As the sequencer does: what is no reason becomes an empty object.
function toRefusal(status: number, error: string, description: string | object): Answer {
  return { status, answer: { error, error_description: description } }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
