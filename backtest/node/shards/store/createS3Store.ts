// Method:   requests signed with AWS Signature Version 4, the bucket in the path: every S3-compatible server takes that. A file
//           is one PUT, which is there whole or not at all. A request that fails for now is made again.
// Special:  listings are those of the first version, whose pages go on after a key: servers agree on that best.

import { AwsClient } from 'aws4fetch'
import pRetry from 'p-retry'
import { StoreError } from '../errors.ts'
import type { Store } from './store.ts'

/** What `s3://BUCKET/PREFIX` and the environment say. */
export interface S3Settings {
  bucket: string
  /** Empty, or ends with `/`. */
  prefix: string
  /** Origin of the server. */
  endpoint: string
  region: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

const RETRIES = 4
const TIMEOUT_MS = 300_000

/** An S3-compatible store; its bucket has to be there. */
export function createS3Store({ bucket, prefix, endpoint, region, ...keys }: S3Settings): Store {
  const { sessionToken, accessKeyId, secretAccessKey } = keys
  const title = `s3://${bucket}/${prefix}`
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    service: 's3',
    region,
    retries: RETRIES,
  })
  const root = `${endpoint.replace(/\/+$/, '')}/${bucket}`

  const locate = (key: string) =>
    `${root}/${`${prefix}${key}`.split('/').map(encodeURIComponent).join('/')}`

  async function ask(what: string, url: string, init: RequestInit = {}): Promise<Response> {
    const request = () => client.fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) })
    try {
      return await pRetry(request, { retries: RETRIES, minTimeout: 200 })
    } catch (cause) {
      const { code } = ((cause as Error).cause ?? {}) as NodeJS.ErrnoException
      const reason = `did not answer when asked to ${what} (${code ?? (cause as Error).name}); look at AWS_ENDPOINT_URL and the network`
      throw new StoreError(title, reason, { cause })
    }
  }

  async function refuse(what: string, response: Response): Promise<StoreError> {
    const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(await response.text())?.[1]
    const said = code === undefined ? `${response.status}` : `${response.status} ${code}`
    const advice =
      response.status === 403
        ? 'look at AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and the rights on the bucket'
        : 'look at the name of the bucket and AWS_ENDPOINT_URL'
    return new StoreError(title, `refuses to ${what} (${said}); ${advice}`)
  }

  async function listPage(from: string, marker: string) {
    const query = new URLSearchParams({ prefix: `${prefix}${from}`, marker })
    const response = await ask('be listed', `${root}?${query}`)
    if (!response.ok) throw await refuse('be listed', response)
    const xml = await response.text()
    return {
      keys: [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => decodeEntities(key)),
      isTruncated: /<IsTruncated>true<\/IsTruncated>/.test(xml),
    }
  }

  return {
    title,
    async put(key, bytes) {
      const what = `take ${key}`
      const response = await ask(what, locate(key), {
        method: 'PUT',
        body: bytes as BodyInit,
      })
      if (!response.ok) throw await refuse(what, response)
      await response.arrayBuffer()
    },
    async get(key) {
      const what = `give ${key}`
      const response = await ask(what, locate(key))
      if (response.ok) return new Uint8Array(await response.arrayBuffer())
      const refusal = await refuse(what, response)
      // A bucket that is not there is no missing file.
      if (response.status === 404 && !refusal.message.includes('NoSuchBucket')) return undefined
      throw refusal
    },
    async list(from) {
      const keys: string[] = []
      for (let isTruncated = true; isTruncated; ) {
        const page = await listPage(from, keys.at(-1) ?? '')
        keys.push(...page.keys)
        isTruncated = page.isTruncated && page.keys.length > 0
      }
      return keys.map((key) => key.slice(prefix.length)).toSorted()
    },
  }
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole
    return String.fromCodePoint(Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10))
  })
}
