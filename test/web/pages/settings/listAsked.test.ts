import { describe, expect, test } from 'vitest'
import type { Network } from '../../../../client/network/network.ts'
import { listAsked } from '../../../../web/pages/settings/listAsked.ts'

describe('listAsked', () => {
  test('default: everybody once, with all that he is asked as', () => {
    const network = {
      rpcUrl: 'https://rpc.example/key',
      hubUrl: 'https://snapshot.example/graphql',
      sequencerUrl: 'https://snapshot.example/',
      replicaUrls: ['https://bot.example:1', 'https://bot.example:1/two', 'https://site.example/r'],
      remotes: [{ rpcUrl: 'https://away.example/key' }],
    } as unknown as Network
    const asked = listAsked(network, 'https://site.example')
    expect(asked.map(({ origin, roles }) => [origin, ...roles])).toEqual([
      ['https://site.example', 'this site', 'Replicas'],
      ['https://rpc.example', 'Node (RPC)'],
      ['https://snapshot.example', "Snapshot's hub", "Snapshot's sequencer"],
      ['https://bot.example:1', 'Replicas'],
      ['https://away.example', 'Node of another chain'],
    ])
    for (const { roles, learns } of asked) expect(learns).toHaveLength(roles.length)
    expect(JSON.stringify(asked)).not.toContain('key')
  })
})
