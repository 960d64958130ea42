import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { splitCredentials } from '../../http/splitCredentials.ts'
import { SubgraphUploadError } from './errors.ts'

const TIMEOUT_MS = 60_000

/** A graph-node that runs elsewhere. */
export interface GraphNodeTarget {
  /** Its JSON-RPC for deployments, port 8020 as a rule. */
  adminUrl: string
  /** The HTTP API of an IPFS node from which it reads, port 5001 as a rule. */
  ipfsUrl: string
  /** Sent to both as a bearer token; a secret. */
  accessToken?: string | undefined
}

const added = z.object({ Hash: z.string().min(1) })
const rpcAnswer = z.object({ error: z.object({ message: z.string() }).optional() })

/**
 * Deploys a rendered subgraph to a graph-node under a name: its files go to IPFS, the manifest with their addresses
 * last. A name that exists gets the new version.
 *
 * @returns the manifest's IPFS address, which is the deployment's id.
 * @throws SubgraphUploadError if IPFS or graph-node does not answer, or refuses.
 */
export async function uploadSubgraph(
  dir: string,
  name: string,
  { adminUrl, ipfsUrl, accessToken }: GraphNodeTarget,
): Promise<string> {
  const headers: Record<string, string> =
    accessToken === undefined ? {} : { authorization: `Bearer ${accessToken}` }
  const add = (file: string, content: Uint8Array | string) =>
    addFile(ipfsUrl, headers, file, content)
  const call = async (method: string, params: Record<string, string>) => {
    const objection = await callAdmin(adminUrl, headers, method, params)
    // A name that exists is what the second version of a subgraph finds.
    if (objection === undefined || /already exists/.test(objection)) return
    throw new SubgraphUploadError(`graph-node at ${new URL(adminUrl).host} refuses: ${objection}`)
  }
  const links = new Map<string, Promise<string>>()
  const link = async (file: string) => {
    const hash = links.get(file) ?? readFile(join(dir, file)).then((text) => add(file, text))
    links.set(file, hash)
    return { '/': `/ipfs/${await hash}` }
  }
  const manifest = await linkFiles(parse(await readFile(join(dir, 'subgraph.yaml'), 'utf8')), link)
  const id = await add('subgraph.yaml', stringify(manifest, { lineWidth: 0 }))
  await call('subgraph_create', { name })
  await call('subgraph_deploy', { name, ipfs_hash: id })
  return id
}

/** The manifest with a link to IPFS wherever it names a file. */
async function linkFiles(
  part: unknown,
  link: (file: string) => Promise<unknown>,
  key = '',
): Promise<unknown> {
  if (key === 'file' && typeof part === 'string') return link(part)
  if (Array.isArray(part)) return Promise.all(part.map((item) => linkFiles(item, link)))
  if (typeof part !== 'object' || part === null) return part
  const entries = Object.entries(part).map(
    async ([name, value]) => [name, await linkFiles(value, link, name)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

async function addFile(
  url: string,
  headers: Record<string, string>,
  file: string,
  content: Uint8Array | string,
): Promise<string> {
  const body = new FormData()
  body.append('file', new Blob([content as BlobPart]), file.replaceAll('/', '-'))
  const target = new URL('api/v0/add?pin=true&cid-version=0', withSlash(url))
  const answer = await request('IPFS', target, { method: 'POST', headers, body })
  const result = added.safeParse(answer)
  if (result.success) return result.data.Hash
  throw new SubgraphUploadError(`IPFS at ${target.host} answers without a hash; give its HTTP API`)
}

/** graph-node's objection; undefined if it accepts. */
async function callAdmin(
  url: string,
  headers: Record<string, string>,
  method: string,
  params: Record<string, string>,
): Promise<string | undefined> {
  const answer = await request('graph-node', new URL(url), {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const result = rpcAnswer.safeParse(answer)
  return result.success ? result.data.error?.message : 'no JSON-RPC answer'
}

async function request(what: string, url: URL, init: RequestInit): Promise<unknown> {
  try {
    const { url: plainUrl, headers } = splitCredentials(url.href)
    const response = await fetch(plainUrl, {
      ...init,
      headers: { ...headers, ...init.headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return await response.json()
  } catch (cause) {
    const { message } = cause as Error
    throw new SubgraphUploadError(
      `${what} at ${url.host} does not work (${message}); start it or give another`,
      { cause },
    )
  }
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}
