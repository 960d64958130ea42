import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closeServer, listen } from '../../../bot/listen.ts'
import { attempt } from '../../../cli/doctor/check.ts'
import { checkStack } from '../../../cli/doctor/checkStack.ts'
import { identifyProcess } from '../../../files/processIdentity.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { readState, type StackState, writeState } from '../../../stack/local/stateFile.ts'
import { forwardTo, startFaultyNode } from '../../bot/support/startFaultyNode.ts'
import { type FakeIndex, startIndex } from '../../query/support/startIndex.ts'
import { mine, showBlock } from './support/followChain.ts'

let folder: string
let stack: Stack
let client: ChainClient
let index: FakeIndex
let state: StackState

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gimbal-doctor-stack-'))
  stack = await startStack({ folder: join(folder, 'stack'), index: false })
  client = createChainClient(stack.urls.rpc)
  index = await startIndex()
  await showBlock(index, client)
  state = (await readState(stack.folder)) as StackState
}, 600_000)

afterAll(async () => {
  await index?.close()
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What is found out about a stack whose state differs from that of the running one. */
async function check(changes: Partial<StackState> = {}) {
  const other = mkdtempSync(join(folder, 'other-'))
  await writeState(other, { ...state, ...changes })
  return attempt('stack', () => checkStack(other))
}

async function listMends(changes: Partial<StackState>): Promise<string[]> {
  const checks = await check(changes)
  return checks.filter(({ isOk }) => !isOk).map(({ name, detail }) => `${name}: ${detail}`)
}

/** A process that has ended. */
async function getDeadProcess() {
  const child = spawn('sleep', ['60'])
  await once(child, 'spawn')
  const identity = await identifyProcess(child.pid ?? 0)
  child.kill('SIGKILL')
  await once(child, 'exit')
  return identity ?? { pid: 0, startedAt: '' }
}

describe('checkStack', () => {
  test('default: all of a stack that runs answers', async () => {
    const checks = await checkStack(stack.folder)
    expect(checks.filter(({ isOk }) => !isOk)).toEqual([])
    expect(checks.map(({ name }) => name)).toEqual(['stack', 'chain', 'contracts', 'hub'])
    const withIndex = await check({ urls: { ...state.urls, graphql: index.url } })
    expect(withIndex.map(({ name }) => name)).toContain('index')
    expect(withIndex.filter(({ isOk }) => !isOk)).toEqual([])
  })

  test('behavior: there is none, or it is still starting', async () => {
    const none = join(folder, 'none')
    expect(await checkStack(none)).toEqual([
      { name: 'stack', isOk: true, detail: `no stack runs in ${none}` },
    ])
    const starting = await check({ isReady: false, urls: {} })
    expect(starting).toMatchObject([{ isOk: true, detail: expect.stringMatching(/^is starting/) }])
  })

  test('error: its process was killed, and parts run on', async () => {
    const supervisor = await getDeadProcess()
    expect(await listMends({ supervisor })).toEqual([
      expect.stringMatching(
        /^stack: its process was killed, anvil still running; clear it with `gimbal stack down --dir \/.*`$/,
      ),
    ])
    expect(await listMends({ supervisor, parts: [] })).toEqual([
      expect.stringMatching(/^stack: its process was killed; clear it with `gimbal stack down/),
    ])
  })

  test('error: a part has ended', async () => {
    const dead = await getDeadProcess()
    const gone = { ...dead, name: 'graph-node', logFile: '', stopSignal: 'SIGKILL' as const }
    expect(await listMends({ parts: [...state.parts, gone] })).toEqual([
      expect.stringMatching(/^graph-node: has ended; see `gimbal stack logs graph-node --dir/),
    ])
  })

  test.each<[string, Partial<StackState['urls']>, RegExp]>([
    ['the chain', { rpc: 'http://127.0.0.1:9/hunter2' }, /^chain: /],
    ['the index', { graphql: 'http://127.0.0.1:9/hunter2' }, /^index: /],
    ['Snapshot', { hub: 'http://127.0.0.1:9/hunter2' }, /^hub: .*does not answer/],
  ])('error: %s does not answer', async (_, urls, message) => {
    const mends = await listMends({ urls: { ...state.urls, ...urls } })
    expect(mends).toEqual([expect.stringMatching(message)])
    expect(mends.join()).not.toContain('hunter2')
  })

  test('error: a Snapshot without the space', async () => {
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end('{"data":{"row":null}}')
    })
    const hub = `${await listen(server, 'http', '127.0.0.1', 0)}/graphql`
    try {
      expect(await listMends({ urls: { ...state.urls, hub } })).toEqual([
        expect.stringMatching(/^hub: .* has no space gimbal.eth; start the stack again$/),
      ])
    } finally {
      await closeServer(server)
    }
  })

  test('error: another chain, and contracts with another core', async () => {
    expect(await listMends({ chainId: 1 })).toEqual([
      expect.stringMatching(/^chain: .* is on chain 31337, and was on 1; start the stack again/),
    ])
    const node = await startFaultyNode(stack.urls.rpc)
    try {
      node.meddle = async (request) => {
        const { riskParameters } = stack.addresses.governance
        const isRisk = JSON.stringify(request).toLowerCase().includes(riskParameters.toLowerCase())
        return isRisk ? { result: `0x${'ab'.repeat(32)}` } : forwardTo(stack.urls.rpc, request)
      }
      expect(await listMends({ urls: { ...state.urls, rpc: node.url } })).toEqual([
        expect.stringMatching(/^contracts: RiskParameters has the core 0xabababab…; start the/),
      ])
    } finally {
      await node.close()
    }
  })

  test('error: an index that stands still; one that moves is left alone', async () => {
    for (let blocks = 0; blocks < 6; blocks++) await mine(client)
    const urls = { ...state.urls, graphql: index.url }
    expect(await listMends({ urls })).toEqual([
      expect.stringMatching(/^index: .*, 6 behind, and stands still; see `gimbal stack logs/),
    ])
    const checking = check({ urls })
    const until = performance.now() + 5_000
    const before = index.requests
    while (index.requests === before && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    index.newest = { ...index.newest, number: index.newest.number + 1 }
    const moving = (await checking).find(({ name }) => name === 'index')
    expect(moving).toMatchObject({ isOk: true, detail: expect.stringMatching(/and catching up$/) })
  })

  test('error: an invalid state file', async () => {
    const other = mkdtempSync(join(folder, 'other-'))
    writeFileSync(join(other, 'state.json'), '{')
    expect((await attempt('stack', () => checkStack(other)))[0]?.detail).toMatch(/cannot be read/)
    writeFileSync(join(other, 'state.json'), '{}')
    const [check] = await checkStack(other)
    expect(check).toMatchObject({
      isOk: false,
      detail: expect.stringMatching(/is no valid state; end/),
    })
  })
})
