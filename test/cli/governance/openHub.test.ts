import { afterEach, describe, expect, test, vi } from 'vitest'
import { openHub } from '../../../cli/governance/openHub.ts'
import type { Network } from '../../../cli/network/readNetwork.ts'

const network = {
  name: 'test',
  file: 'gimbal.yaml',
  urlProblems: {},
  hubUrl: 'http://hub.local/graphql',
  sequencerUrl: 'http://hub.local/',
  ipfsUrl: 'http://hub.local',
} as Network

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

/** The API key with which the hub is asked. */
async function askedWith(key: string): Promise<string | null> {
  vi.stubEnv('GIMBAL_SNAPSHOT_API_KEY', key)
  const fetch = vi.fn(async () => new Response('{"data":{"row":null}}'))
  vi.stubGlobal('fetch', fetch)
  await openHub(network).fetchSpace('gimbal.eth')
  const [, init] = fetch.mock.calls[0] as unknown as [string, RequestInit]
  return new Headers(init.headers).get('x-api-key')
}

describe('openHub', () => {
  test('default: an API key of the environment, without the line end that a file leaves', async () => {
    expect(await askedWith('abc123\n')).toBe('abc123')
    expect(await askedWith('')).toBeNull()
    expect(await askedWith(' \n')).toBeNull()
  })

  test('error: a key that no header takes, which is not shown; a network without Snapshot', () => {
    vi.stubEnv('GIMBAL_SNAPSHOT_API_KEY', 'abc\n123')
    expect(() => openHub(network)).toThrow(/^(?!.*abc).*GIMBAL_SNAPSHOT_API_KEY holds a character/)
    vi.stubEnv('GIMBAL_SNAPSHOT_API_KEY', '')
    expect(() => openHub({ ...network, hubUrl: undefined })).toThrow(
      /^the network test has no URL .*give one, for example in gimbal.yaml$/,
    )
  })
})
