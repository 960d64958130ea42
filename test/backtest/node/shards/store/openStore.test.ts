import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StoreError } from '../../../../../backtest/node/shards/errors.ts'
import { openStore } from '../../../../../backtest/node/shards/store/openStore.ts'
import type { Store } from '../../../../../backtest/node/shards/store/store.ts'
import { choosePort } from '../../../../../stack/local/choosePort.ts'
import { type S3, startS3 } from '../support/startS3.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const secret = 'q9Zw+secret/of/somebody'
let s3: S3
let folder: string
const stores: Record<string, () => Store> = {
  folder: () => openStore(join(folder, 'new', 'store')),
  's3://': () => openStore('s3://backtests/a/prefix', s3.env),
  's3:// without a prefix': () => openStore('s3://backtests', s3.env),
}

beforeAll(async () => {
  s3 = await startS3()
  folder = await mkdtemp(join(tmpdir(), 'gimbal-store-'))
})
afterAll(async () => {
  await s3.stop()
  await rm(folder, { recursive: true, force: true })
})

describe.each(Object.keys(stores))('openStore %s', (kind) => {
  test('default: what is put is got and listed, and putting it again changes nothing', async () => {
    const store = stores[kind]?.() as Store
    expect(await store.list('kind=')).toEqual([])
    expect(await store.get('kind=days/run=1.main/part.parquet')).toBeUndefined()
    const keys = ['kind=days/run=1.main/part.parquet', 'kind=days/run=2.x/a b+c%.json', 'kind=z']
    for (const key of keys.toReversed()) {
      await store.put(key, bytes(`of ${key}`))
      await store.put(key, bytes(`of ${key}`))
    }
    expect(await store.list('kind=')).toEqual(keys)
    expect(await store.list('kind=days/run=1.')).toEqual(keys.slice(0, 1))
    expect(await store.list('kind=days/run=2')).toEqual(keys.slice(1, 2))
    for (const key of keys) {
      const got = await store.get(key)
      expect(new TextDecoder().decode(got)).toBe(`of ${key}`)
    }
    await store.put('kind=z', bytes(''))
    expect((await store.get('kind=z'))?.length).toBe(0)
  })
})

describe('openStore', () => {
  test('behavior: a listing of several pages is whole', async () => {
    const store = openStore('s3://backtests/many', s3.env)
    const keys = Array.from({ length: 1_003 }, (_, at) => `k/${String(at).padStart(5, '0')}`)
    for (let at = 0; at < keys.length; at += 50) {
      await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, bytes('x'))))
    }
    expect(await store.list('k/')).toEqual(keys)
  })

  test('behavior: a file under way in a folder is not listed', async () => {
    const store = openStore(join(folder, 'half'))
    await store.put('a/b', bytes('x'))
    await writeFile(join(folder, 'half', 'a', '.b.1-2.part'), 'half')
    expect(await store.list('a/')).toEqual(['a/b'])
  })

  test('error: a wrong secret is refused, and is in no message', async () => {
    const store = openStore('s3://backtests/a', { ...s3.env, AWS_SECRET_ACCESS_KEY: secret })
    const asks = [() => store.put('k', bytes('x')), () => store.get('k'), () => store.list('')]
    for (const ask of asks) {
      const error = await ask().catch((cause: Error) => cause)
      expect(error).toBeInstanceOf(StoreError)
      expect(String(error)).toMatch(
        /s3:\/\/backtests\/a\/ refuses .*\(403 SignatureDoesNotMatch\).*AWS_SECRET_ACCESS_KEY/,
      )
      expect(String(error)).not.toContain(secret)
    }
  })

  test('error: a bucket that is not there is no empty store', async () => {
    const store = openStore('s3://nothing/a', s3.env)
    await expect(store.get('k')).rejects.toThrow(/404 NoSuchBucket.*name of the bucket/)
    await expect(store.list('')).rejects.toThrow(/404 NoSuchBucket/)
    await expect(store.put('k', bytes('x'))).rejects.toThrow(/404 NoSuchBucket/)
  })

  test('error: a server that does not answer', async () => {
    const port = await choosePort('nobody', undefined)
    const env = { ...s3.env, AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` }
    await expect(openStore('s3://backtests', env).list('')).rejects.toThrow(
      /did not answer when asked to be listed \(ECONNREFUSED\); look at AWS_ENDPOINT_URL/,
    )
  })

  test('error: names and variables that are no store', () => {
    expect(() => openStore(`s3://KEY:${secret}@backtests/a`, s3.env)).toThrow(
      'the store s3: needs a name s3://BUCKET/PREFIX; give one',
    )
    expect(() => openStore('s3://backtests', { AWS_ACCESS_KEY_ID: 'a' })).toThrow(
      'needs AWS_SECRET_ACCESS_KEY; set it in the environment',
    )
    const env = { ...s3.env, AWS_ENDPOINT_URL: 'localhost:9000' }
    expect(() => openStore('s3://backtests', env)).toThrow('no http URL')
  })

  test('error: a folder that takes nothing', async () => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    await expect(openStore(file).put('a', bytes('x'))).rejects.toThrow(/store .* cannot take a \(/)
    await expect(openStore(file).list('a/')).rejects.toThrow(StoreError)
    const place = join(folder, 'place')
    await mkdir(join(place, 'key'), { recursive: true })
    await chmod(place, 0o755)
    await expect(openStore(place).get('key')).rejects.toThrow(/cannot give key \(EISDIR\)/)
  })
})
