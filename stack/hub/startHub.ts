import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import type { SpaceSettings } from '../../snapshot/index.ts'
import { createAnswerer } from './answerRequest.ts'
import type { HubFault } from './fault.ts'
import type { RateLimit } from './rateLimit.ts'
import type { Sequencer } from './sequencer.ts'
import { createStore, type StoredProposal, type StoredVote } from './store.ts'

export interface HubOptions
  extends Pick<Sequencer, 'getVotingPower' | 'getBlockNumber' | 'now'>,
    Partial<Pick<Sequencer, 'verifyContractSignature'>> {
  /** A free port by default. */
  port?: number
  /** Settings by name. */
  spaces: Readonly<Record<string, SpaceSettings>>
  /** Off without it. */
  rateLimit?: RateLimit
  /** Makes it fail as the real services do now and then; never by default. */
  hasFault?: HubFault
}

/** A hub that runs. */
export interface LocalHub {
  hubUrl: string
  sequencerUrl: string
  /** The gateway, without `/ipfs`. */
  ipfsUrl: string
  /** The hub's data at this moment. */
  readonly proposals: readonly StoredProposal[]
  readonly votes: readonly StoredVote[]
  /** Does what Snapshot's own moderation does: everything goes on, and answers say `flagged: true`. */
  flagSpace(id: string): void
  flagProposal(id: Hex): void
  close(): Promise<void>
}

/** Pages of any site may ask, as they may ask the real ones. */
const crossOrigin = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type,x-api-key',
  'access-control-allow-methods': 'GET,POST',
}

/**
 * Starts a Snapshot hub with its sequencer and an IPFS gateway on the loopback address. It takes and refuses what the
 * real ones do, and forgets everything when it ends.
 */
export async function startHub(options: HubOptions): Promise<LocalHub> {
  const { port = 0, spaces, rateLimit, hasFault = () => false, ...asked } = options
  const store = createStore(spaces)
  const answerRequest = createAnswerer(
    {
      store,
      getVotingPower: asked.getVotingPower,
      getBlockNumber: asked.getBlockNumber,
      verifyContractSignature: asked.verifyContractSignature,
      now: asked.now,
      relayer: privateKeyToAccount(generatePrivateKey()),
      hasFault,
      inProcess: new Set(),
    },
    rateLimit,
  )

  const server = createServer(async (request, response) => {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, crossOrigin)
      response.end()
      return
    }
    const answer = await answerRequest(request)
    if (answer === undefined) {
      response.destroy()
      return
    }
    const { status, headers = {}, body } = answer
    response.writeHead(status, {
      'content-type': 'application/json',
      ...crossOrigin,
      ...headers,
    })
    response.end(JSON.stringify(body))
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
    flagSpace: (id) => {
      store.flaggedSpaces.add(id)
    },
    flagProposal: (id) => {
      const proposal = store.proposals.get(id)
      if (proposal !== undefined) store.proposals.set(id, { ...proposal, flagged: true })
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}
