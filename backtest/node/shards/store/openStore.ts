import { StoreError } from '../errors.ts'
import { createFolderStore } from './createFolderStore.ts'
import { createS3Store } from './createS3Store.ts'
import type { Store } from './store.ts'

const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/

/**
 * A store by its name: a folder, or `s3://BUCKET/PREFIX` with the usual variables of the environment: AWS_ACCESS_KEY_ID,
 * AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL.
 *
 * @throws StoreError if the name is no bucket's, or a variable is missing.
 */
export function openStore(name: string, env: NodeJS.ProcessEnv = process.env): Store {
  if (!name.startsWith('s3:')) return createFolderStore(name)
  const [, bucket, path = ''] = BUCKET.exec(name) ?? []
  // The name may be a URL with a key in it.
  if (bucket === undefined) throw new StoreError('s3:', 'needs a name s3://BUCKET/PREFIX; give one')
  const need = (variable: string): string => {
    const value = env[variable]
    if (value) return value
    throw new StoreError(name, `needs ${variable}; set it in the environment`)
  }
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1'
  const endpoint =
    env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || `https://s3.${region}.amazonaws.com`
  if (!/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new StoreError(name, 'has an AWS_ENDPOINT_URL that is no http URL; give one')
  }
  return createS3Store({
    bucket,
    prefix: path === '' ? '' : `${path.replace(/\/+$/, '')}/`,
    endpoint,
    region,
    accessKeyId: need('AWS_ACCESS_KEY_ID'),
    secretAccessKey: need('AWS_SECRET_ACCESS_KEY'),
    sessionToken: env.AWS_SESSION_TOKEN || undefined,
  })
}
