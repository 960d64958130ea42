import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RecordError, RecordTimeError } from '../../../market/errors.ts'
import { diskReader } from '../../../market/files/diskReader.ts'
import { openMarket } from '../../../market/files/openMarket.ts'
import { type RecordOptions, recordMarket } from '../../../market/record/recordMarket.ts'
import { maxOf, minOf } from '../../../observation/integerMath.ts'
import type { Venue } from '../../../stack/local/deployVenue.ts'
import { runCommand } from '../../cli/support/runCommand.ts'
import { spawnGimbal } from '../../cli/support/runGimbal.ts'
import { type Answer, type RpcRequest, startProxy } from '../../support/startProxy.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { type PoolChain, startPoolChain } from '../support/startPoolChain.ts'
import { type TradedBlock, type TradedMinute, tradeMinutes } from '../support/tradeMinutes.ts'

// 2023-08-17 21:30.
const fromAt = 1_692_307_800n
const MINUTES = 5
const toAt = fromAt + 300n
// 19:58: the last whole hour before, with the segment before it, ends at 21:00.
const hourAt = fromAt - 5_520n
const EMPTY_BLOCKS = 920
const OWN_BLOCKS = 25

let chain: PoolChain
let url: string
let venue: Venue
let minutes: TradedMinute[]
let blocks: TradedBlock[]

beforeAll(async () => {
  chain = await startPoolChain(hourAt - 600n)
  ;({ url, venue } = chain)
  ;({ minutes, blocks } = await tradeMinutes(chain, { hourAt, fromAt, minutes: MINUTES }))
})

afterAll(() => chain?.stop())

function record(more: Partial<RecordOptions> = {}) {
  const folder = join(makeFolder(), 'day')
  return recordMarket({ url, pool: venue.pool, fromAt, toAt, folder, ...more })
}

/** What a folder holds, as one text. */
function readFolder(folder: string): string {
  const names = readdirSync(folder).toSorted()
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
}

describe('recordMarket', () => {
  test('default: blocks and minutes are what the chain and its contracts tell', async () => {
    const folder = join(makeFolder(), 'day')
    const { market, ...rest } = await record({ folder })
    expect(readdirSync(join(folder, '..'))).toEqual(['day'])
    expect(rest).toMatchObject({
      chainId: 31_337,
      resumedBlocks: 0,
      trades: 8,
      liquidityChanges: 1,
      quietMinutes: 1,
    })
    expect(market.manifest).toMatchObject({
      name: 'day',
      chain: { name: 'chain 31337', nativeCoin: 'ETH', blockSec: 12 },
      venue: { asset: 'WETH' },
    })
    const recording = await diskReader.readRecording(await openMarket(folder))
    expect(recording.blocks).toEqual(blocks.map(({ number: _, ...block }) => block))
    const [before, ...pool] = recording.pool
    expect(before).toMatchObject({ at: fromAt, closeTick: 201_000n, liquidity: 10n ** 18n })
    expect(pool).toEqual(
      minutes.map(({ ticks, ...minute }) => ({
        ...minute,
        openTick: ticks[0],
        highestTick: ticks.reduce(maxOf),
        lowestTick: ticks.reduce(minOf),
        closeTick: ticks.at(-1),
      })),
    )
    expect(recording.start.startDepthRefUsd6).toBeGreaterThan(0n)
  })

  test('behavior: after a kill the same command goes on, and ends with the same file', async () => {
    const folder = join(makeFolder(), 'day')
    const args = (rpc: string) => [
      ...['market', 'record', '--rpc', rpc, '--pool', venue.pool, '--output', folder],
      ...['--from', '2023-08-17T21:30', '--to', `${toAt}`, '--source', 'a test'],
    ]
    // A block of the third part never comes.
    const proxy = await startProxy(url, ({ method, params }) => {
      const isStuck =
        method === 'eth_getBlockByNumber' && Number(params[0]) === Number(blocks[0]?.number) - 400
      return isStuck ? 'silence' : undefined
    })
    const child = spawnGimbal(args(proxy.url))
    const ended = new Promise((resolve) => child.once('close', resolve))
    try {
      const lines = () =>
        existsSync(`${folder}.part`) ? readFileSync(`${folder}.part`, 'utf8') : ''
      await expect.poll(() => lines().split('\n').length, { timeout: 180_000 }).toBe(4)
    } finally {
      child.kill('SIGKILL')
      await ended
    }
    expect(existsSync(folder)).toBe(false)
    // As if the kill had come in the middle of a line.
    appendFileSync(`${folder}.part`, '{"fromBlock":"1')
    const controller = new AbortController()
    const onProgress = (done: number) => {
      if (done > 400) controller.abort(new Error('enough'))
    }
    await expect(record({ folder, onProgress, signal: controller.signal })).rejects.toThrow(
      'enough',
    )

    const resumed = await runCommand(...args(url))
    expect(resumed.stderr).toBe('')
    expect(resumed.stdout).toMatch(
      /^recorded 5 minutes from 2023-08-17 21:30 UTC on, of chain 31337: 8 trades/,
    )
    expect(resumed.stdout).toMatch(/, 600 of them by an earlier run\n/)
    expect(existsSync(`${folder}.part`)).toBe(false)
    const again = join(makeFolder(), 'day')
    await record({ folder: again, source: 'a test' })
    expect(readFolder(folder)).toBe(readFolder(again))
  })

  test('behavior: a node that refuses haste and long ranges gets its way', async () => {
    let refusals = 0
    const spans: number[] = []
    const proxy = await startProxy(url, ({ method, params }): Answer | undefined => {
      if (method === 'eth_getBlockByNumber' && refusals === 0) {
        refusals += 1
        return { status: 429, headers: { 'retry-after': '2' } }
      }
      if (method === 'eth_call' && refusals === 1) {
        refusals += 1
        return { error: { code: -32_005, message: 'rate limit exceeded' } }
      }
      if (method !== 'eth_getLogs') return undefined
      const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string }
      const span = Number(toBlock) - Number(fromBlock) + 1
      if (span > 100) {
        const error = { code: -32_005, message: 'query returned more than 10000 results' }
        const text = JSON.stringify({ jsonrpc: '2.0', id: 1, error })
        return { status: 500, headers: { 'content-type': 'application/json' }, text }
      }
      if (span > 60) return { error: { code: -32_602, message: 'block range too large' } }
      spans.push(span)
      return undefined
    })
    const { market } = await record({ url: proxy.url })
    expect(market.dataHash).toBe((await record()).market.dataHash)
    const { requests, mostOpen } = proxy
    const refused = requests.findIndex(({ method }) => method === 'eth_getBlockByNumber')
    const waitedMs = (requests[refused + 1]?.at ?? 0) - (requests[refused]?.at ?? 0)
    expect(waitedMs).toBeGreaterThanOrEqual(1_990)
    expect(mostOpen).toBeLessThanOrEqual(4)
    expect(spans.reduce((sum, span) => sum + span, 0)).toBe(OWN_BLOCKS + EMPTY_BLOCKS)
  })

  test('behavior: stopped from outside, it leaves no market and goes on later', async () => {
    const folder = join(makeFolder(), 'day')
    const controller = new AbortController()
    const onProgress = (done: number) => {
      if (done > 0) controller.abort(new Error('enough'))
    }
    await expect(record({ folder, onProgress, signal: controller.signal })).rejects.toThrow(
      'enough',
    )
    expect(existsSync(folder)).toBe(false)
    const other = record({ folder, toAt: toAt - 60n })
    await expect(other).rejects.toThrow(/part holds another recording .*remove the file/)

    const part = readFileSync(`${folder}.part`, 'utf8')
    writeFileSync(`${folder}.part`, part.replace(/"hash":"0x..../, '"hash":"0x0000'))
    await expect(record({ folder })).rejects.toThrow(
      /does not follow from what was recorded before/,
    )
    writeFileSync(`${folder}.part`, part.replace('"blocks"', '"bricks"'))
    await expect(record({ folder })).rejects.toThrow(/day.part: is damaged; remove it/)
    writeFileSync(`${folder}.part`, part)
    expect((await record({ folder })).resumedBlocks).toBe(200)
  })

  test('behavior: Ctrl-C does not wait for an answer, and says how to go on', async () => {
    const folder = join(makeFolder(), 'day')
    const proxy = await startProxy(url, ({ method }) => {
      return method === 'eth_getLogs' ? 'silence' : undefined
    })
    const child = spawnGimbal([
      ...['market', 'record', '--rpc', proxy.url, '--pool', venue.pool, '--output', folder],
      ...['--from', `${fromAt}`, '--to', `${toAt}`],
    ])
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    try {
      const isWaiting = () => proxy.requests.some(({ method }) => method === 'eth_getLogs')
      await expect.poll(isWaiting, { timeout: 180_000 }).toBe(true)
      child.kill('SIGINT')
      expect(await ended).toBe(1)
    } finally {
      child.kill('SIGKILL')
    }
    expect(stderr).toBe(
      'gimbal: the recording was stopped by SIGINT; run the same command again to go on where it stopped\n',
    )
    expect(readdirSync(join(folder, '..'))).toEqual(['day.part'])
  })

  test('error: a folder that is not there', async () => {
    const folder = join(makeFolder(), 'none', 'day')
    await expect(record({ folder })).rejects.toThrow(
      /day.part: cannot be written; check the folder/,
    )
  })

  const times: [name: string, options: Partial<RecordOptions>, message: RegExp][] = [
    ['not on a minute', { fromAt: fromAt + 1n }, /--from is 1692307801, which is no whole minute/],
    ['that end before they begin', { toAt: fromAt }, /--to is 2023-08-17 21:30, not after --from/],
    [
      'with too little warm-up',
      { warmUpFromAt: hourAt + 60n },
      /give a --warm-up-from of 2023-08-17 19:58/,
    ],
  ]
  test.each(times)('error: times %s', async (_name, options, message) => {
    const error = await record({ url: 'http://127.0.0.1:9', ...options }).catch((reason) => reason)
    expect(error).toBeInstanceOf(RecordTimeError)
    expect(error.message).toMatch(message)
  })

  const ranges: [name: string, options: Partial<RecordOptions>, message: RegExp][] = [
    [
      'without a block',
      { fromAt: fromAt - 1_200n, toAt: fromAt - 600n },
      /no block from 2023-08-17 21:10/,
    ],
    [
      'that is not over',
      { toAt: toAt + 60n },
      /last block is of 2023-08-17 21:35 UTC, .* earlier --to/,
    ],
    ['before the chain', { warmUpFromAt: hourAt - 3_600n }, /the chain begins at 2023-08-17 19:48/],
  ]
  test.each(ranges)('error: a time %s', async (_name, options, message) => {
    await expect(record(options)).rejects.toThrow(message)
  })

  test('error: a node that leaves out logs is not believed', async () => {
    const logs: { blockNumber: string }[] = await chain.client.request({
      method: 'eth_getLogs',
      params: [{ address: venue.pool, fromBlock: '0x0', toBlock: 'latest' }],
    } as never)
    const cutOff = (count: number) => (request: RpcRequest) => {
      const [range] = request.params ?? []
      if (request.method !== 'eth_getLogs' || typeof range !== 'object') return undefined
      const [from, to] = [BigInt(range.fromBlock), BigInt(range.toBlock)]
      const own = logs.filter(({ blockNumber: at }) => BigInt(at) >= from && BigInt(at) <= to)
      return { result: own.slice(0, Math.max(0, own.length - count)) }
    }
    for (const count of [1, 3, logs.length]) {
      const { url } = await startProxy(chain.url, cutOff(count))
      await expect(record({ url })).rejects.toThrow(
        /the node leaves out logs of the blocks \d+ to \d+: it gave \d+ of the \d+/,
      )
    }
  })

  test('error: an address that is no pool, and a pool in another order', async () => {
    await expect(record({ pool: venue.weth })).rejects.toThrow(/no Uniswap v3 pool on chain 31337/)
    const proxy = await startProxy(url, ({ method, params }) => {
      const isDecimals = method === 'eth_call' && /0x313ce567/.test(JSON.stringify(params[0]))
      return isDecimals ? { result: `0x${'12'.padStart(64, '0')}` } : undefined
    })
    await expect(record({ url: proxy.url })).rejects.toThrow(
      /token0 .* has 18 decimals; .* dollar with 6/,
    )
  })

  test('error: no node, a server that is no node, a node without old state or logs', async () => {
    await expect(record({ url: 'http://127.0.0.1:9/secret' })).rejects.toThrow(
      /^the node at http:\/\/127.0.0.1:9 does not answer; start it, or give another/,
    )
    const page = await startProxy(url, () => ({ status: 404, text: '<html>' }))
    await expect(record({ url: page.url })).rejects.toThrow(
      /has no node there \(status 404\); correct its URL/,
    )
    const odd = await startProxy(url, () => ({ result: undefined }))
    await expect(record({ url: odd.url })).rejects.toThrow(/is no Ethereum node/)
    const young = await startProxy(url, ({ method, params }) => {
      const isOld = method === 'eth_call' && params[1] !== 'latest'
      return isOld ? { error: { code: -32_000, message: 'missing trie node' } } : undefined
    })
    await expect(record({ url: young.url })).rejects.toThrow(
      /not known, up to 2023-08-17 21:30: .* archive/,
    )
    const poor = await startProxy(url, ({ method }) => {
      return method === 'eth_getLogs'
        ? { error: { code: -32_601, message: 'no logs here' } }
        : undefined
    })
    const error = await record({ url: poor.url }).catch((reason) => reason)
    expect(error).toBeInstanceOf(RecordError)
    expect(error.message).toMatch(/refuses: no logs here/)
  })
})
