import { readdirSync, readFileSync } from 'node:fs'
import { createPublicClient, custom, http } from 'viem'
import { describe, expect, test } from 'vitest'
import { createReader } from '../../../web/network/createReader.ts'

/** Rooms whose code gets the console's client. */
const rooms = ['client', 'verify', 'web']

function listSources(room: string): string[] {
  return readdirSync(room, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${room}/${name}`)
}

describe('createReader', () => {
  test('default: it asks its node, without a block number from before', async () => {
    const asked: string[] = []
    const transport = custom({
      request: async ({ method }) => {
        asked.push(method)
        return method === 'eth_blockNumber' ? '0x7' : '0x1'
      },
    })
    const reader = createReader(transport as never)
    expect(await reader.getChainId()).toBe(1)
    expect(await reader.getBlockNumber()).toBe(7n)
    await reader.getBlockNumber()
    expect(asked).toEqual(['eth_chainId', 'eth_blockNumber', 'eth_blockNumber'])
  })

  test('behavior: it has every action that the rooms below call', () => {
    const transport = http('http://node.test')
    const known = new Set(Object.keys(createPublicClient({ transport })))
    const reader = createReader(transport)
    const called = rooms
      .flatMap(listSources)
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bclient\.(\w+)\(/g)])
      .flatMap(([, name]) => (name !== undefined && known.has(name) ? [name] : []))
    expect(called.length).toBeGreaterThan(50)
    expect([...new Set(called)].filter((name) => !(name in reader))).toEqual([])
  })
})
