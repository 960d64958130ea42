import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isAddressEqual } from 'viem'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { priceFeedAbi } from '../../abi/index.ts'
import { parseConfig } from '../../bot/config.ts'
import { isRunning } from '../../files/processIdentity.ts'
import { LIVE_PAST_SEC, startLiveMarket } from '../../stack/demo/startLiveMarket.ts'
import { type ChainClient, createChainClient } from '../../stack/local/chainClient.ts'
import type { Stack } from '../../stack/local/stack.ts'
import { startStack } from '../../stack/local/startStack.ts'
import { readState, type StackState } from '../../stack/local/stateFile.ts'
import { type PriceSource, startPriceSource } from '../../stack/prices/startPriceSource.ts'
import { watchPool } from '../../stack/prices/watchPool.ts'
import { runGimbal, spawnGimbal } from '../cli/support/runGimbal.ts'

const patience = 900_000

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-prices-'))
  // Postgres may run as another user.
  chmodSync(folder, 0o755)
  return folder
}

describe('stack up --prices', { timeout: patience }, () => {
  let folder: string
  beforeAll(() => {
    folder = makeFolder()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const readJson = <Content>(file: string): Content =>
    JSON.parse(readFileSync(join(folder, file), 'utf8'))

  test('default: the source runs, is told of, is what a new replica listens to, and ends with the stack', async () => {
    const child = spawnGimbal(['stack', 'up', '--prices', '--no-index', '--dir', folder])
    const closed = once(child, 'close')
    let output = ''
    for await (const chunk of child.stdout.setEncoding('utf8')) {
      output += chunk
      if (/^PricedPush /m.test(output)) break
    }
    const { parts, prices, urls } = readJson<StackState>('state.json')
    expect(parts.map(({ name }) => name)).toEqual(['anvil', 'prices'])
    const [sourceUrl = ''] = prices?.sourceUrls ?? []
    expect(readJson<{ prices: object }>('network.json').prices).toEqual(prices)

    const status = await runGimbal(['stack', 'status', '--json', '--dir', folder])
    expect([status.status, JSON.parse(status.stdout)]).toMatchObject([0, { isWhole: true, prices }])
    const watched = await runGimbal([
      ...['prices', 'watch', '--url', sourceUrl, '--rpc-url', urls.rpc ?? ''],
      ...['--count', '1', '--json'],
    ])
    const events = watched.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events).toMatchObject([{ type: 'connected' }, { type: 'used' }])
    // The pool's own: a tick of $2,000.
    expect(Number(events[1].priceWad) / 1e18).toBeCloseTo(2_000, 0)

    const file = join(folder, 'replica.yaml')
    await runGimbal(['init', 'replica', '--network', 'local', '--dir', folder, '--out', file])
    const config = parse(readFileSync(file, 'utf8'))
    const { feedId, signers, f, carrier } = prices ?? {}
    const own = { sources: [{ url: sourceUrl }], feedId, signers, f, carrier }
    expect(config.prices).toMatchObject(own)
    expect(parseConfig(config)).toHaveProperty('settings')

    const down = await runGimbal(['stack', 'down', '--dir', folder])
    expect([down.status, down.stdout]).toEqual([0, expect.stringContaining('prices')])
    await closed
    expect(await Promise.all(parts.map(isRunning))).toEqual([false, false])
    expect(existsSync(join(folder, 'state.json'))).toBe(false)
  })
})

describe('replicas that listen to signed prices', { timeout: patience }, () => {
  const ending = new AbortController()
  let folder: string
  let stack: Stack
  let client: ChainClient
  /** A second source of the same feed, which the test makes do what it wants. */
  let own: PriceSource
  let factorPct = 100n
  let started: Stack

  beforeAll(async () => {
    folder = makeFolder()
    const genesisAt = BigInt(Math.floor(Date.now() / 1_000)) - LIVE_PAST_SEC
    started = await startStack({ folder, genesisAt, prices: true })
    client = createChainClient(started.urls.rpc)
    const watched = watchPool(client, started.addresses.venue.pool)
    own = await startPriceSource({
      ...watched,
      priceAt: () => {
        const priceWad = watched.priceAt()
        return priceWad && (priceWad * factorPct) / 100n
      },
      perSecond: 5,
    })
    own.setFault('mute')
    const { prices } = started
    if (prices === undefined) throw new Error('the stack has no prices')
    const sourceUrls = [...prices.sourceUrls, own.url]
    stack = { ...started, prices: { ...prices, sourceUrls } }
    await startLiveMarket(stack, { signal: ending.signal, onStep: () => {} })
  }, patience)

  afterAll(async () => {
    ending.abort()
    // A process that is halted cannot end in order.
    if (stack !== undefined) await signalSource('SIGCONT')
    await started?.stop()
    await own?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function signalSource(signal: NodeJS.Signals): Promise<void> {
    const parts = (await readState(folder))?.parts ?? []
    const part = parts.find(({ name }) => name === 'prices')
    if (part !== undefined) process.kill(part.pid, signal)
  }

  const readLogs = () =>
    [1, 2, 3].map((at) => readFileSync(stack.logFile(`replica-${at}`), 'utf8')).join('\n')

  /** What the replicas have pushed and the market has counted. */
  async function listPushes() {
    const lines = readLogs().match(/^.*"event":"settled","outcome":"taken".*$/gm) ?? []
    return Promise.all(
      lines.map(async (line) => {
        const { hash } = JSON.parse(line)
        const { to } = await client.getTransaction({ hash })
        return { hash, isCarried: to !== null && isAddressEqual(to, stack.prices?.carrier ?? '0x') }
      }),
    )
  }

  /** Lets the chain's time pass, a block every 12 s, until something holds. */
  const passUntil = (holds: () => Promise<boolean>) =>
    vi.waitUntil(
      async () => {
        await client.mine({ blocks: 1, interval: 12 })
        return holds()
      },
      { interval: 200, timeout: 240_000 },
    )

  /** Until a push after those that are there goes as it is asked for. */
  async function passUntilPush(isCarried: boolean): Promise<void> {
    const before = new Set((await listPushes()).map(({ hash }) => hash))
    await passUntil(async () => {
      const pushes = await listPushes()
      return pushes.some((push) => push.isCarried === isCarried && !before.has(push.hash))
    })
  }

  /** The sum over the replicas of what a metric counts. */
  async function count(pattern: RegExp): Promise<number> {
    const { replicaUrls } = JSON.parse(readFileSync(join(folder, 'network.json'), 'utf8'))
    const texts = await Promise.all(
      replicaUrls.map(async (url: string) => (await fetch(`${url}/metrics`)).text()),
    )
    const lines = texts.join('\n').split('\n')
    const counted = lines.filter((line) => pattern.test(line))
    expect(counted).not.toEqual([])
    return counted.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
  }

  const readKept = () =>
    client.readContract({
      address: stack.prices?.feed ?? '0x',
      abi: priceFeedAbi,
      functionName: 'latest',
    })

  test('P-217 a push brings the pool’s price, which the stack’s own source signed, through PricedPush', async () => {
    await passUntilPush(true)
    const [priceWad, , isFresh] = await readKept()
    expect(isFresh).toBe(true)
    expect(Number(priceWad) / 1e18).toBeCloseTo(2_000, 0)
    expect(await count(/^gimbal_prices_carried_total.*"carried"/)).toBeGreaterThan(0)
    expect(await count(/^gimbal_prices_carried_total.*"refused"/)).toBe(0)
    // From now on there are two sources that say the same.
    own.setFault(undefined)
    const used = new RegExp(`^gimbal_price_reports_total.*${new URL(own.url).port}.*"used"`)
    await passUntil(async () => (await count(used)) > 0)
  })

  test('P-216 the source falls silent: pushes go on without, and the status tells', async () => {
    await signalSource('SIGSTOP')
    own.setFault('mute')
    await passUntilPush(false)
    expect(await count(/^gimbal_prices_carried_total.*"silent"/)).toBeGreaterThan(0)
    expect(await count(/^gimbal_condition\{name="prices"\}/)).toBe(3)
    const status = await runGimbal(['stack', 'status', '--json', '--dir', folder])
    expect([status.status, JSON.parse(status.stdout).isWhole]).toEqual([1, false])
  })

  test('P-216 a source lies: dropped, counted, and pushes go on without', async () => {
    const kept = await readKept()
    own.setFault('stranger')
    await passUntil(async () => (await count(/^gimbal_price_reports_total.*"signatures"/)) > 0)
    await passUntilPush(false)
    expect((await readKept()).slice(0, 2)).toEqual(kept.slice(0, 2))
  })

  test('P-213 the mean price is further from the signed one than voted: refused by name, and the replica says so', async () => {
    factorPct = 125n
    own.setFault(undefined)
    await passUntil(async () => /PriceDeviates/.test(readLogs()))
    const { length } = await listPushes()
    const kept = await readKept()
    // Twice the heartbeat.
    for (let block = 0; block < 100; block++) await client.mine({ blocks: 1, interval: 12 })
    expect([await readKept(), (await listPushes()).length]).toEqual([
      [kept[0], kept[1], false],
      length,
    ])
  })

  test('behavior: the sources agree with the pool again, and pushes bring prices again', async () => {
    own.setFault('mute')
    factorPct = 100n
    await signalSource('SIGCONT')
    await passUntilPush(true)
    expect(Number((await readKept())[0]) / 1e18).toBeCloseTo(2_000, 0)
  })
})
