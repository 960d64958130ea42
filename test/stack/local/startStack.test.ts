import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRunning } from '../../../files/processIdentity.ts'
import { computeSegments } from '../../../market/recordingSegments.ts'
import { createChainClient } from '../../../stack/local/chainClient.ts'
import { PortInUseError, StackFolderError, StackPartError } from '../../../stack/local/errors.ts'
import { POSITION_ID } from '../../../stack/local/openPool.ts'
import type { Stack } from '../../../stack/local/stack.ts'
import { askSubgraph } from '../../../stack/local/startGraphNode.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { readState } from '../../../stack/local/stateFile.ts'
import { replayRecording } from '../../../stack/replay/replayRecording.ts'
import { findPoolStart } from '../../../stack/replay/selectBlocks.ts'
import { shippedRecording } from '../support/shippedRecording.ts'
import { startFileIpfs } from '../support/startFileIpfs.ts'

// 07:10 to 07:16, minutes of the shock.
const from = 1_652_339_400n
const to = from + 360n
const patience = 600_000

function makeStackFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-stack-'))
  // Postgres may run as another user.
  chmodSync(folder, 0o755)
  return folder
}

let stack: Stack
let folder: string

beforeAll(async () => {
  folder = makeStackFolder()
  stack = await startStack({
    folder,
    genesisAt: from - 600n,
    pool: findPoolStart(shippedRecording, from),
  })
}, patience)

afterAll(async () => {
  await stack?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const partsOf = async () => (await readState(folder))?.parts ?? []

describe('startStack', { timeout: patience }, () => {
  test('default: a slice of the recorded market runs on it and ends where the record says', async () => {
    const { pool } = stack.addresses.venue
    const result = await replayRecording({
      url: stack.urls.rpc,
      pool: { ...stack.addresses.venue, positionId: POSITION_ID },
      recording: shippedRecording,
      from,
      to,
      speed: Number.POSITIVE_INFINITY,
    })
    const recorded = shippedRecording.blocks.filter(({ at }) => at >= from && at < to)
    expect(result).toMatchObject({ rows: 6, blocks: recorded.length, sharedRows: 0 })

    // What the chain says of the headers, against what the record says of the segments.
    const client = createChainClient(stack.urls.rpc)
    const blocks = await Promise.all(
      recorded.map((_, index) => {
        return client.getBlock({ blockNumber: BigInt(result.firstBlock + index) })
      }),
    )
    expect(blocks.map(({ timestamp: at, baseFeePerGas }) => ({ at, baseFeePerGas }))).toEqual(
      recorded.map(({ at, baseFeePerGas }) => ({ at, baseFeePerGas })),
    )
    const segments = computeSegments(shippedRecording).filter(({ endAt }) => {
      return endAt > from && endAt <= to
    })
    expect(segments).toHaveLength(3)
    for (const segment of segments) {
      const { endAt } = segment
      const part = blocks.filter(({ timestamp }) => timestamp >= endAt - 120n && timestamp < endAt)
      const total = (field: 'baseFeePerGas' | 'gasUsed' | 'gasLimit') =>
        part.reduce((sum, block) => sum + (block[field] ?? 0n), 0n)
      expect(total('baseFeePerGas') / BigInt(part.length)).toBe(segment.baseFeePerGas)
      const ratio = Number(total('gasUsed')) / Number(total('gasLimit'))
      // What the trades of one block are estimated to use, and a rest too small to burn.
      expect(Math.abs(ratio - Number(segment.gasUsedRatioPips) / 1e6)).toBeLessThan(0.01)
    }
    expect(pool).toMatch(/^0x/)
  })

  test('behavior: the index follows, also after a crash of the database', async () => {
    const head = Number(await createChainClient(stack.urls.rpc).getBlockNumber())
    const graphql = stack.urls.graphql ?? ''
    await expect.poll(() => askSubgraph(graphql), { timeout: 180_000 }).toBe(head)
    await stack.restart(['postgres'], 'SIGKILL')
    await expect.poll(() => askSubgraph(graphql).catch(() => -1), { timeout: 180_000 }).toBe(head)
  })

  test('error: the folder of a running stack is not taken twice', async () => {
    await expect(startStack({ folder })).rejects.toThrow(StackFolderError)
    await expect(startStack({ folder })).rejects.toThrow(/a stack runs there \(process \d+\)/)
  })

  test('error: a chain of another id is left alone', async () => {
    const other = join(folder, 'other')
    const { rpc } = stack.urls
    const head = () => createChainClient(rpc).getBlockNumber({ cacheTime: 0 })
    const before = await head()
    const options = { folder: other, chainId: 1, external: { rpc }, index: false }
    await expect(startStack(options)).rejects.toThrow(
      /is on chain 31337, wanted is 1; .* --chain-id/,
    )
    expect(await head()).toBe(before)
    expect(await readState(other)).toBe(undefined)
  })

  test('default: a graph-node that runs elsewhere gets the subgraph through IPFS', async () => {
    // It reads links from its own folder, where this IPFS puts what it is given.
    const ipfs = await startFileIpfs(join(folder, 'data', 'subgraph'))
    const { rpc, admin = '', graphql = '' } = stack.urls
    const graphNode = { adminUrl: admin, ipfsUrl: ipfs.url, queryUrl: new URL(graphql).origin }
    try {
      const other = await startStack({
        folder: join(folder, 'other'),
        external: { rpc, graphNode },
      })
      try {
        expect(other.urls.graphql).toBe(`${graphNode.queryUrl}/subgraphs/name/gimbal/local`)
        const head = Number((await createChainClient(rpc).getBlock()).number)
        await expect
          .poll(() => askSubgraph(other.urls.graphql ?? ''), { timeout: 180_000 })
          .toBe(head)
        expect((await readState(join(folder, 'other')))?.parts).toEqual([])
      } finally {
        await other.stop()
      }
      expect(await askSubgraph(graphql)).toBeGreaterThan(0)
    } finally {
      ipfs.close()
    }
  })

  test('error: a part that crashes takes the others along, and is named with its last lines', async () => {
    const parts = await partsOf()
    expect(parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['anvil', 'postgres', 'graph-node']),
    )
    process.kill(parts.find(({ name }) => name === 'anvil')?.pid ?? 0, 'SIGKILL')
    const error = await stack.done.catch((reason) => reason)
    expect(error).toBeInstanceOf(StackPartError)
    expect(error.message).toMatch(/^anvil was ended by SIGKILL; everything is stopped/)
    expect(error.lastLines).not.toBe('')
    for (const part of parts) expect(await isRunning(part), part.name).toBe(false)
    expect(existsSync(join(folder, 'data'))).toBe(false)
    expect(await readState(folder)).toBe(undefined)
  })

  test('error: a port in use, a full disk: nothing is left behind', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const other = join(folder, 'other')
    try {
      const address = server.address()
      const port = typeof address === 'object' ? address?.port : undefined
      await expect(startStack({ folder: other, ports: { rpc: port } })).rejects.toThrow(
        PortInUseError,
      )
      await expect(startStack({ folder: other, minFreeBytes: 1e18 })).rejects.toThrow(
        /its disk has \d+ MB free, \d+ MB are needed/,
      )
      expect(await readState(other)).toBe(undefined)
    } finally {
      server.close()
    }
  })

  test('error: a chain that does not answer', async () => {
    const other = join(folder, 'other')
    const options = { folder: other, external: { rpc: 'http://127.0.0.1:9' }, index: false }
    await expect(startStack(options)).rejects.toThrow(/the node at .* does not answer/)
    expect(await readState(other)).toBe(undefined)
  })
})
