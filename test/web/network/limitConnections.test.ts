import { describe, expect, test } from 'vitest'
import type { Network } from '../../../client/network/network.ts'
import { listOrigins } from '../../../web/network/limitConnections.ts'

describe('listOrigins', () => {
  test('default: each service and replica, as a policy names it, once', () => {
    const network = {
      rpcUrl: 'https://name:word@rpc.example/v1/key',
      graphqlUrl: 'http://127.0.0.1:8000/subgraphs/name/gimbal',
      hubUrl: 'https://hub.example/graphql',
      sequencerUrl: 'https://hub.example/',
      replicaUrls: ['https://one.example:9100', 'https://one.example:9101'],
      remotes: [{ rpcUrl: 'https://away.example/key' }, { rpcUrl: undefined }],
    } as unknown as Network
    expect(listOrigins(network)).toEqual([
      'https://rpc.example',
      'http://127.0.0.1:8000',
      'https://hub.example',
      'https://one.example:9100',
      'https://one.example:9101',
      'https://away.example',
    ])
  })

  test('error: what would be more than one host is left out, and so refused', () => {
    const urls = {
      rpcUrl: 'https://*/',
      graphqlUrl: 'http://[::1]:8000/',
      replicaUrls: [],
      remotes: [],
    }
    expect(listOrigins(urls as unknown as Network)).toEqual([])
  })
})
