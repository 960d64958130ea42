import { createPublicClient, type PublicClient } from 'viem'
import { z } from 'zod'
import { governorAbi } from '../../abi/index.ts'
import { describeChain } from '../../client/network/chains.ts'
import type { Network } from '../../client/network/network.ts'
import type { UrlName } from '../../client/network/schema.ts'
import { BaseError } from '../../core/errors.ts'
import { nodeTransport } from '../../http/nodeTransport.ts'
import { splitCredentials } from '../../http/splitCredentials.ts'
import { createQueryClient } from '../../query/index.ts'
import { describeError } from '../data/useReading.ts'

const TIMEOUT_MS = 8_000
/** By which an index may be behind and still count as following. */
const MAX_LAG_BLOCKS = 20n

/** What a service has answered, in a line that holds no secret. */
export interface ServiceFinding {
  isGood: boolean
  text: string
}

export type ServiceName = UrlName | 'replica'

/** A service gives a page no answer. */
class ServiceSilentError extends BaseError {
  constructor(origin: string) {
    const why = 'does not answer, or takes no requests of pages (CORS)'
    super('web/service-silent', `${origin} ${why}; start it, or give another`)
  }
}

/** Asks one service of a network whether it is what it should be. Never throws. */
export async function checkService(
  name: ServiceName,
  url: string,
  network: Network,
): Promise<ServiceFinding> {
  try {
    return await checks[name](url, network)
  } catch (error) {
    return { isGood: false, text: describeError(error) }
  }
}

const checks: Readonly<
  Record<ServiceName, (url: string, network: Network) => Promise<ServiceFinding>>
> = {
  rpcUrl: async (url, { chainId }) => {
    const client = openNode(url)
    const [got, height] = await Promise.all([client.getChainId(), client.getBlockNumber()])
    if (got !== chainId) return badChain(got, chainId)
    return good(`${describeChain(got)}, block ${formatBlock(height)}`)
  },
  graphqlUrl: async (url, network) => {
    const index = createQueryClient({ url, retries: 0, timeoutMs: TIMEOUT_MS })
    const { block } = (await index.query(META, {}, metaSchema))._meta
    const height = BigInt(block.number)
    if (network.rpcUrl === undefined) return good(`block ${formatBlock(height)}`)
    const client = openNode(network.rpcUrl)
    const [own, head] = await Promise.all([
      client.getBlock({ blockNumber: height }).catch(() => undefined),
      client.getBlockNumber(),
    ])
    if (own !== undefined && own.hash !== block.hash) {
      return bad(`has another block ${formatBlock(height)} than the node; it follows another chain`)
    }
    const lag = head - height
    const where = `block ${formatBlock(height)}${lag > 0n ? `, ${formatBlock(lag)} behind` : ''}`
    return lag > MAX_LAG_BLOCKS ? bad(`${where}; it does not keep up`) : good(where)
  },
  hubUrl: async (url, { rpcUrl, addresses }) => {
    if (rpcUrl === undefined) return bad('give a node first: it knows the name of the space')
    const space = await openNode(rpcUrl).readContract({
      address: addresses.governor,
      abi: governorAbi,
      functionName: 'snapshotSpace',
    })
    if (space === '') return good('is not asked: this Governor takes no votes of Snapshot')
    const body = JSON.stringify({ query: SPACE, variables: { id: space } })
    const answer = await ask(url, { method: 'POST', body })
    const found = spaceSchema.safeParse(await answer.json().catch(() => undefined)).data
    if (found === undefined) return bad(`answers as no hub does (status ${answer.status})`)
    return found.data.space === null ? bad(`has no space ${space}`) : good(`has the space ${space}`)
  },
  // What a sequencer takes is signed: that it answers is all that can be asked.
  sequencerUrl: (url) => checkAnswer(url),
  ipfsUrl: async (url) => {
    const answer = await ask(`${url.replace(/\/$/, '')}/ipfs/${EMPTY_OBJECT_CID}`)
    const text = await answer.text()
    if (answer.ok && text.trim() === '{}') return good('answers as a gateway does')
    return bad(`answers as no gateway does (status ${answer.status})`)
  },
  relayUrl: async (url, { chainId, addresses }) => {
    const about = relaySchema.safeParse(await (await ask(url)).json().catch(() => undefined)).data
    if (about === undefined) return bad('answers as no relay of Gimbal does')
    if (about.chainId !== chainId) return badChain(about.chainId, chainId)
    if (about.governor.toLowerCase() !== addresses.governor.toLowerCase()) {
      return bad('is a relay for another Governor')
    }
    return good(`takes ballots of ${about.minVotes} votes or more`)
  },
  replica: async (url) => {
    const { status } = await ask(`${url.replace(/\/$/, '')}/ready`)
    return status === 200 ? good('ready') : bad(`not ready (status ${status})`)
  },
}

/** `{}`, inside of its own id: every gateway has it. */
const EMPTY_OBJECT_CID = 'bafkqaat3pu'
const META = 'query Meta { _meta { block { number hash } } }'
const metaSchema = z.object({
  _meta: z.object({ block: z.object({ number: z.int(), hash: z.string() }) }),
})
const SPACE = 'query Space($id: String!) { space(id: $id) { id } }'
const spaceSchema = z.object({ data: z.object({ space: z.object({ id: z.string() }).nullable() }) })
const relaySchema = z.object({
  relay: z.literal('gimbal'),
  chainId: z.int(),
  governor: z.string(),
  minVotes: z.string().regex(/^\d{1,30}(\.\d{1,18})?$/),
})

const good = (text: string): ServiceFinding => ({ isGood: true, text })
const bad = (text: string): ServiceFinding => ({ isGood: false, text })
const formatBlock = (block: bigint) => block.toLocaleString('en')

function badChain(got: number, wanted: number): ServiceFinding {
  return bad(`is on ${describeChain(got)}; the network is ${describeChain(wanted)}`)
}

function openNode(url: string): PublicClient {
  return createPublicClient({
    transport: nodeTransport(url, { retryCount: 0, timeout: TIMEOUT_MS }),
  })
}

async function checkAnswer(url: string): Promise<ServiceFinding> {
  const { status } = await ask(url)
  return status < 500 ? good('answers') : bad(`fails for now (status ${status})`)
}

async function ask(text: string, init: RequestInit = {}): Promise<Response> {
  const { url, headers } = splitCredentials(text)
  try {
    return await fetch(url, {
      ...init,
      headers: { ...headers, ...(init.body != null && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch {
    // A browser tells a page no more than this.
    throw new ServiceSilentError(new URL(url).origin)
  }
}
