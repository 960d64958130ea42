// A stack whose blocks come when they are asked for, and replicas of the bot on it.

import { chmodSync, mkdtempSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Hex, numberToHex, toHex } from 'viem'
import type { HDAccount } from 'viem/accounts'
import { riskParametersAbi } from '../../../abi/index.ts'
import {
  type BotConfigText,
  createLog,
  loadConfig,
  type RunningBot,
  startBot,
} from '../../../bot/index.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { localAccounts } from '../../../stack/local/accounts.ts'
import { type ChainClient, createChainClient } from '../../../stack/local/chainClient.ts'
import { choosePort } from '../../../stack/local/choosePort.ts'
import { LOCAL_MARKET_ID } from '../../../stack/local/localMarket.ts'
import type { Stack, StackOptions } from '../../../stack/local/stack.ts'
import { startStack } from '../../../stack/local/startStack.ts'
import { Actor } from '../../integration/support/actor.ts'
import { until } from './until.ts'

/** 2023-08-17 20:00 UTC: a multiple of the epoch. */
const START_AT = 1_692_302_400n
const EPOCH_SEC = 600n
const BLOCK_SEC = 60n
const DEPOSIT_QUOTE = 10_000_000_000_000n // $10,000,000

/** A line of a replica's log. */
export type LogLine = { level: string; event?: string; msg: string } & Record<string, unknown>

export interface TestReplica {
  bot: RunningBot
  lines: LogLine[]
  /** Waits for a line of the log from `from` on. */
  waitFor(event: string, match?: (line: LogLine) => boolean, timeoutMs?: number): Promise<LogLine>
}

type Changes = Omit<Partial<BotConfigText>, 'chain'> & { chain?: Partial<BotConfigText['chain']> }

export class ReplicaStack {
  readonly stack: Stack
  readonly client: ChainClient
  readonly folder: string
  readonly #replicas: TestReplica[] = []
  #signPorts: number[] = []
  #configs = 0

  private constructor(stack: Stack, folder: string) {
    this.stack = stack
    this.folder = folder
    this.client = createChainClient(stack.urls.rpc)
  }

  /** With the market in force, money in its portfolio, and an observation. */
  static async start(options: Partial<StackOptions> = {}): Promise<ReplicaStack> {
    const folder = mkdtempSync(join(tmpdir(), 'gimbal-replicas-'))
    chmodSync(folder, 0o755)
    const stack = await startStack({ folder, genesisAt: START_AT - 600n, ...options })
    const own = new ReplicaStack(stack, folder)
    own.#signPorts = await Promise.all(
      localAccounts.reporters.map(() => choosePort('a replica', undefined)),
    )
    // The vault takes money once the pool's memory covers the window of its mean price.
    await own.mineUntil(START_AT + 3n * EPOCH_SEC)
    await new Actor(own.client, stack.addresses).deposit(DEPOSIT_QUOTE)
    await own.client.setAutomine(false)
    // There is an observation from the end of the first whole hour on, which gives the variance.
    await own.mineUntil(START_AT + 6n * EPOCH_SEC + 240n)
    return own
  }

  /** One block at a time. */
  async mineAt(timestamp: bigint): Promise<void> {
    const params = [{ timestamp: numberToHex(timestamp) }]
    await this.client.request({ method: 'evm_mine', params } as never)
  }

  /** Blocks a minute apart, the last one at this time. */
  async mineUntil(endAt: bigint): Promise<void> {
    let { timestamp } = await this.client.getBlock()
    while (timestamp < endAt) {
      timestamp = timestamp + BLOCK_SEC < endAt ? timestamp + BLOCK_SEC : endAt
      await this.mineAt(timestamp)
    }
  }

  /** One more block, some seconds after the last. */
  async mine(sec = 12n): Promise<void> {
    await this.mineAt((await this.client.getBlock()).timestamp + sec)
  }

  /** To the first block of the next epoch: it closes a segment, and with it an observation of that epoch. */
  async beginEpoch(): Promise<{ epoch: bigint; number: bigint; hash: Hex }> {
    const { timestamp } = await this.client.getBlock()
    const epoch = timestamp / EPOCH_SEC + 1n
    await this.mineUntil(epoch * EPOCH_SEC)
    const { number, hash } = await this.client.getBlock()
    return { epoch, number, hash }
  }

  readState() {
    return this.client.readContract({
      address: this.stack.addresses.governance.riskParameters,
      abi: riskParametersAbi,
      functionName: 'marketState',
      args: [LOCAL_MARKET_ID],
    })
  }

  /** The epoch of the latest evidence that the market has counted. */
  async readCountedEpoch(): Promise<bigint> {
    return BigInt((await this.readState()).observedAt) / EPOCH_SEC
  }

  /** Adds blocks until the market has counted evidence of an epoch. Returns how many it took. */
  async mineUntilCounted(epoch: bigint, mostBlocks = 40): Promise<number> {
    for (let blocks = 1; blocks <= mostBlocks; blocks++) {
      await until('a transaction', () => this.#hasPending(), 1_000).catch(() => undefined)
      await this.mine()
      if ((await this.readCountedEpoch()) >= epoch) return blocks
    }
    throw new Error(`epoch ${epoch} was not counted within ${mostBlocks} blocks`)
  }

  async #hasPending(): Promise<true | undefined> {
    const { pending } = await this.client.getTxpoolStatus()
    return pending > 0 ? true : undefined
  }

  /** The URL at which a replica's peers ask it. */
  signUrl(at: number): string {
    return `http://127.0.0.1:${this.#signPorts[at]}/v1/sign`
  }

  /** Writes the configuration of the replica of a reporter, which also pays for its pushes. */
  async writeConfig(at: number, changes: Changes = {}): Promise<string> {
    const { stack } = this
    const reporter = localAccounts.reporters[at] as HDAccount
    const variable = `GIMBAL_TEST_KEY_${at}`
    process.env[variable] = toHex(reporter.getHdKey().privateKey as Uint8Array)
    const others = localAccounts.reporters.flatMap((_, other) => (other === at ? [] : [other]))
    const config: BotConfigText = {
      version: packageJson.version,
      name: `replica-${at}`,
      riskParameters: stack.addresses.governance.riskParameters,
      index: { endpoints: [{ url: stack.urls.graphql ?? '' }], maxLagBlocks: 10, maxLag: '1000 s' },
      markets: ['weth-usd'],
      decide: { heartbeat: '600 s' },
      reporter: { key: { variable } },
      peers: others.map((other) => ({ url: this.signUrl(other) })),
      sign: { port: this.#signPorts[at] ?? 0 },
      turns: { takeover: '10 s', peerTimeoutMs: 2_000 },
      submit: {
        key: { variable },
        budget: '100000 gwei',
        dailyBudget: '5000 ether',
        lowBalance: '1 ether',
        replaceAfter: '36 s',
        requiredDepth: 2,
      },
      journal: { file: join(this.folder, `journal-${at}.sqlite`) },
      http: { port: 0 },
      log: { level: 'debug' },
      ...changes,
      chain: {
        id: stack.chainId,
        endpoints: [{ url: stack.urls.rpc }],
        clock: 'replayed',
        pollMs: 50,
        ...changes.chain,
      },
    }
    // A name of its own: a file that was loaded is not read a second time.
    this.#configs += 1
    const file = join(this.folder, `replica-${at}-${this.#configs}.json`)
    await writeFile(file, JSON.stringify(config))
    return file
  }

  /** Starts a replica in this process. */
  async startReplica(at: number, changes: Changes = {}): Promise<TestReplica> {
    const loaded = await loadConfig(await this.writeConfig(at, changes))
    const lines: LogLine[] = []
    const destination = { write: (line: string) => void lines.push(JSON.parse(line)) }
    const bot = await startBot(loaded, createLog({ level: 'debug', destination }))
    const replica: TestReplica = {
      bot,
      lines,
      waitFor: (event, match = () => true, timeoutMs) =>
        until(
          `replica ${at}: ${event}`,
          () => lines.find((line) => line.event === event && match(line)),
          timeoutMs,
        ),
    }
    this.#replicas.push(replica)
    return replica
  }

  async stop(): Promise<void> {
    const ended = Promise.allSettled(this.#replicas.map(({ bot }) => bot.stop()))
    // What is under way ends with some blocks more.
    for (let blocks = 0; blocks < 3; blocks++) await this.mine().catch(() => {})
    await ended
    await this.stack.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
