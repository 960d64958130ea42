import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { erc20Abi } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RecordError, RecordTimeError } from '../../../market/errors.ts'
import type { Minute } from '../../../market/minute.ts'
import { type RecordOptions, recordScenario } from '../../../market/record/recordScenario.ts'
import { readScenario } from '../../../market/scenarioTable.ts'
import { maxOf, minOf } from '../../../observation/integerMath.ts'
import type { Venue } from '../../../stack/local/deployVenue.ts'
import { openPool, POSITION_ID } from '../../../stack/local/openPool.ts'
import { computeMiddleX96 } from '../../../stack/replay/poolMath.ts'
import { type ReplayResult, replayRecording } from '../../../stack/replay/replayRecording.ts'
import { runCommand } from '../../cli/support/runCommand.ts'
import { spawnGimbal } from '../../cli/support/runGimbal.ts'
import { type Answer, type RpcRequest, startProxy } from '../../support/startProxy.ts'
import { makeFolder } from '../support/makeFolder.ts'
import { type PoolChain, startPoolChain } from '../support/startPoolChain.ts'
import { toRecording } from '../support/toRecording.ts'

const shipped = readScenario(
  fileURLToPath(new URL('../../../market/polygon-2023-08-17.csv', import.meta.url)),
)
// 21:30 to 21:40, the first minutes of the shock.
const fromAt = 1_692_307_800n
const toAt = fromAt + 600n
// 19:58: the last whole hour before, with the segment before it, ends at 21:00.
const hourAt = fromAt - 5_520n
const EMPTY_BLOCKS = 600
const replayed = shipped.minutes.filter(({ minuteAt }) => minuteAt >= fromAt && minuteAt < toAt)

let chain: PoolChain
let url: string
let venue: Venue
let result: ReplayResult

beforeAll(async () => {
  chain = await startPoolChain(hourAt - 600n)
  const { client } = chain
  ;({ url, venue } = chain)
  const [first] = replayed
  if (first === undefined) throw new TypeError('no minute')
  const { openTick: tick, liquidity } = first
  await openPool(client, venue, { tick, liquidity, observationCardinality: 1 })
  // An hour of empty blocks before, 6 s apart.
  await client.setNextBlockTimestamp({ timestamp: hourAt })
  await client.mine({ blocks: 1 })
  await client.mine({ blocks: EMPTY_BLOCKS - 1, interval: 6 })
  await client.removeBlockTimestampInterval()
  result = await replayRecording({
    url,
    pool: { ...venue, positionId: POSITION_ID },
    recording: toRecording(replayed),
    from: fromAt,
    to: toAt,
    speed: Number.POSITIVE_INFINITY,
  })
  // The block that shows that the last minute is over.
  await client.setNextBlockTimestamp({ timestamp: toAt })
  await client.mine({ blocks: 1 })
})

afterAll(() => chain?.stop())

function record(more: Partial<RecordOptions> = {}) {
  const file = join(makeFolder(), 'day.csv')
  return recordScenario({ url, pool: venue.pool, fromAt, toAt, file, ...more })
}

const ticks = ({ openTick, closeTick, lowestTick, highestTick }: Minute) => {
  const all = [openTick, closeTick, lowestTick, highestTick]
  return { openTick, closeTick, lowestTick: all.reduce(minOf), highestTick: all.reduce(maxOf) }
}

/** What traders paid in, less the fee, dollars; both tokens at the closing price: what the replay aims at. */
function valueIn({ inAmount0, inAmount1, closeTick }: Minute): number {
  const price = (Number(computeMiddleX96(closeTick)) / 2 ** 96) ** 2
  return ((Number(inAmount0) + Number(inAmount1) / price) / 1e6) * (1 - venue.feePips / 1e6)
}

/** What moved, less the fee, dollars; each trade at its own price, as token0 came in or went out. */
function valueMoved({ inAmount0, netAmount0 }: Minute): number {
  const [paidIn, paidOut] = [Number(inAmount0), Number(inAmount0 - netAmount0)]
  return (paidIn * (1 - venue.feePips / 1e6) + paidOut) / 1e6
}

describe('recordScenario', () => {
  test('default: what was replayed comes back, minute by minute', async () => {
    const file = join(makeFolder(), 'day.csv')
    const { scenario, ...rest } = await record({ file })
    expect(readScenario(file)).toEqual(scenario)
    expect(readdirSync(join(file, '..'))).toEqual(['day.csv'])
    expect(rest).toMatchObject({ chainId: 31_337, resumedBlocks: 0, trades: result.trades })

    const pick = (minutes: readonly Minute[]) =>
      minutes.map((minute) => {
        const { minuteAt, baseFeePerGas, liquidity } = minute
        return { minuteAt, baseFeePerGas, liquidity, ...ticks(minute) }
      })
    expect(pick(scenario.minutes)).toEqual(pick(replayed))
    // The recorded volume, or more: the way through the ticks alone can take more than was traded.
    const shares = scenario.minutes.map((minute, index) => {
      return valueMoved(minute) / valueIn(replayed[index] as Minute)
    })
    expect(Math.min(...shares)).toBeGreaterThan(0.999)
    expect(shares.some((share) => share < 1.001)).toBe(true)
  })

  test('behavior: net amounts are what the pool holds more, by the tokens themselves', async () => {
    const { scenario } = await record()
    const { client } = chain
    let checked = 0
    for (const [index, { netAmount0, netAmount1, liquidity }] of scenario.minutes.entries()) {
      // A minute in which liquidity was minted brought in other tokens as well.
      const before = scenario.minutes[index - 1]?.liquidity ?? replayed[0]?.liquidity ?? 0n
      if (liquidity > before) continue
      const startBlock = BigInt(result.firstBlock + 5 * index - 1)
      const gain = async (address: Venue['dollar']) => {
        const call = {
          address,
          abi: erc20Abi,
          functionName: 'balanceOf',
          args: [venue.pool],
        } as const
        const start = await client.readContract({ ...call, blockNumber: startBlock })
        return (await client.readContract({ ...call, blockNumber: startBlock + 5n })) - start
      }
      expect([await gain(venue.dollar), await gain(venue.weth)]).toEqual([netAmount0, netAmount1])
      checked += 1
    }
    expect(checked).toBeGreaterThan(0)
  })

  test('behavior: after a kill the same command goes on, and ends with the same file', async () => {
    const file = join(makeFolder(), 'day.csv')
    const args = (rpc: string) => [
      ...['scenario', 'record', '--rpc', rpc, '--pool', venue.pool, '--output', file],
      ...['--from', '2023-08-17T21:30', '--to', `${toAt}`, '--source', 'a test'],
    ]
    // A block of the third part never comes.
    const proxy = await startProxy(url, ({ method, params }) => {
      const isStuck =
        method === 'eth_getBlockByNumber' && Number(params[0]) === result.firstBlock - 100
      return isStuck ? 'silence' : undefined
    })
    const child = spawnGimbal(args(proxy.url))
    const ended = new Promise((resolve) => child.once('close', resolve))
    try {
      const lines = () => (existsSync(`${file}.part`) ? readFileSync(`${file}.part`, 'utf8') : '')
      await expect.poll(() => lines().split('\n').length, { timeout: 180_000 }).toBe(4)
    } finally {
      child.kill('SIGKILL')
      await ended
    }
    expect(existsSync(file)).toBe(false)
    // As if the kill had come in the middle of a line.
    appendFileSync(`${file}.part`, '{"fromBlock":"1')
    const controller = new AbortController()
    const onProgress = (done: number) => {
      if (done > 400) controller.abort(new Error('enough'))
    }
    await expect(record({ file, onProgress, signal: controller.signal })).rejects.toThrow('enough')

    const resumed = await runCommand(...args(url))
    expect(resumed.stderr).toBe('')
    expect(resumed.stdout).toMatch(
      /^recorded 10 minutes from 2023-08-17 21:30 UTC on, of chain 31337: \d+ trades/,
    )
    expect(resumed.stdout).toMatch(/, 600 of them by an earlier run\n/)
    expect(existsSync(`${file}.part`)).toBe(false)
    const { scenario } = await record({ source: 'a test' })
    expect(readScenario(file)).toEqual(scenario)
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
    const { scenario } = await record({ url: proxy.url })
    expect(scenario).toEqual((await record()).scenario)
    const { requests, mostOpen } = proxy
    const refused = requests.findIndex(({ method }) => method === 'eth_getBlockByNumber')
    const waitedMs = (requests[refused + 1]?.at ?? 0) - (requests[refused]?.at ?? 0)
    expect(waitedMs).toBeGreaterThanOrEqual(1_990)
    expect(mostOpen).toBeLessThanOrEqual(4)
    expect(spans.reduce((sum, span) => sum + span, 0)).toBe(
      result.lastBlock - result.firstBlock + 1 + EMPTY_BLOCKS,
    )
  })

  test('behavior: stopped from outside, it leaves no scenario and goes on later', async () => {
    const file = join(makeFolder(), 'day.csv')
    const controller = new AbortController()
    const onProgress = (done: number) => {
      if (done > 0) controller.abort(new Error('enough'))
    }
    await expect(record({ file, onProgress, signal: controller.signal })).rejects.toThrow('enough')
    expect(existsSync(file)).toBe(false)
    const other = record({ file, toAt: toAt - 60n })
    await expect(other).rejects.toThrow(/part holds another recording .*remove the file/)

    const part = readFileSync(`${file}.part`, 'utf8')
    writeFileSync(`${file}.part`, part.replace(/"hash":"0x..../, '"hash":"0x0000'))
    await expect(record({ file })).rejects.toThrow(/does not follow from what was recorded before/)
    writeFileSync(`${file}.part`, part.replace('"timestamp"', '"time"'))
    await expect(record({ file })).rejects.toThrow(/day.csv.part: is damaged; remove it/)
    writeFileSync(`${file}.part`, part)
    expect((await record({ file })).resumedBlocks).toBe(200)
  })

  test('behavior: Ctrl-C does not wait for an answer, and says how to go on', async () => {
    const file = join(makeFolder(), 'day.csv')
    const proxy = await startProxy(url, ({ method }) => {
      return method === 'eth_getLogs' ? 'silence' : undefined
    })
    const child = spawnGimbal([
      ...['scenario', 'record', '--rpc', proxy.url, '--pool', venue.pool, '--output', file],
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
    expect(readdirSync(join(file, '..'))).toEqual(['day.csv.part'])
  })

  test('error: a folder that is not there', async () => {
    const file = join(makeFolder(), 'none', 'day.csv')
    await expect(record({ file })).rejects.toThrow(
      /day.csv.part: cannot be written; check the folder/,
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
      /last block is of 2023-08-17 21:40 UTC, .* earlier --to/,
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
