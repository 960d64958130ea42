// The whole bot as a process, killed at every step of a push's life, and started again.
//
// Method:   a node in front of the real one kills it at a request: before the real node has it, or when it has. What
//           the journal, the chain and the sent bytes say afterwards has to fit together.

import {
  decodeFunctionData,
  type Hex,
  keccak256,
  parseTransaction,
  type TransactionSerialized,
} from 'viem'
import { riskParametersAbi } from '../../../abi/index.ts'
import { defaultPolicy } from '../../../backtest/defaultPolicy.ts'
import { openSqliteJournal } from '../../../bot/index.ts'
import { type FaultyNode, startFaultyNode } from '../../bot/support/startFaultyNode.ts'
import { beginTurnOf, everyEpoch, reporterOf } from '../support/beginEpochs.ts'
import { type BotProcess, startBotProcess } from '../support/botProcess.ts'
import { checkPushes } from '../support/checkPushes.ts'
import type { DrillSize } from '../support/drillSize.ts'
import { endReplicas } from '../support/endReplicas.ts'
import { nameRequest } from '../support/nameRequest.ts'
import type { ReplicaStack, TestReplica } from '../support/replicaStack.ts'
import { until } from '../support/until.ts'
import { whileBlocksCome } from '../support/whileBlocksCome.ts'

/** What is promised: blocks that a bot needs from its start until the push that was under way counts. */
const MOST_RECOVERY_BLOCKS = 1
const MOST_BLOCKS = 6
const { epochSec } = defaultPolicy

/** Where the process is killed, counted from the block that closes the epoch, or from its start after that. */
interface Point {
  /** By `nameRequest`; none: any. */
  request?: string
  nth: number
  /** Whether the real node still gets it. */
  isForwarded: boolean
}

/** One after the other: the second kill comes after the start that follows the first. */
type Crash = readonly Point[]

const before = (request: string, nth = 1): Point => ({ request, nth, isForwarded: false })
const after = (request: string, nth = 1): Point => ({ request, nth, isForwarded: true })

const chosen: readonly Crash[] = [
  [before('head')],
  [after('marketState')],
  [before('coreHash')],
  [before('preview')],
  [after('nonce')],
  [before('estimate')],
  // The journal has it, the node does not.
  [before('send')],
  // The node has it, the bot does not know.
  [after('send')],
  [before('receipt')],
  [after('receipt')],
  [before('read back')],
  [after('read back')],
]
/** The second kill as the first start sends again what it finds in the journal. */
const twice: Crash = [before('send'), after('send')]

export interface KilledFigures {
  /** Kills. */
  points: number
  /** Blocks from a start until the push that was under way counts, the worst of all. */
  worstRecoveryBlocks: number
  /** Nonces with which two pushes were sent, and not one and what replaced it as it had waited for too long. */
  doubleNonces: number
  /** Transactions beyond one an epoch. */
  wasted: number
}

/** @throws Error if a push is lost, sent twice, or late. */
export async function drillKilled(stack: ReplicaStack, size: DrillSize): Promise<KilledFigures> {
  const { client, folder } = stack
  const [{ number: fromBlock }, nonceBefore] = await Promise.all([
    client.getBlock(),
    client.getTransactionCount({ address: reporterOf(0) }),
  ])
  const node = await startFaultyNode(stack.stack.urls.rpc)
  const signers: TestReplica[] = []
  let run: Run | undefined
  try {
    for (const at of [1, 2]) signers.push(await stack.startReplica(at, { submit: undefined }))
    run = await Run.start(stack, node)
    // The market's first value, then a push whose requests are counted.
    await run.push([])
    const requests = await run.push([])
    const crashes: readonly Crash[] =
      size === 'short' ? chosen : [...chosen, twice, ...listAll(requests)]
    for (const crash of crashes) await run.push(crash)
    const exitCode = await run.end()
    if (exitCode !== 0) throw new Error(`the bot ended with ${exitCode} when it was told to end`)

    const journal = openSqliteJournal(`${folder}/journal-0.sqlite`)
    const open = await journal.listOpen({ chainId: stack.stack.chainId, account: reporterOf(0) })
    await journal.close()
    if (open.length > 0) throw new Error(`${open.length} pushes are open in the journal at the end`)
    const pushes = await checkPushes(stack, fromBlock)
    const nonceAfter = await client.getTransactionCount({ address: reporterOf(0) })
    const figures = {
      points: crashes.flat().length,
      worstRecoveryBlocks: run.worstBlocks,
      doubleNonces: [...run.sent.values()].filter((sent) => !isOnePush([...sent.values()])).length,
      wasted: nonceAfter - nonceBefore - pushes,
    }
    if (figures.doubleNonces > 0) throw new Error(`${figures.doubleNonces} nonces were used twice`)
    if (figures.wasted > 0) throw new Error(`${figures.wasted} transactions were wasted`)
    return figures
  } finally {
    await run?.end('SIGKILL')
    await endReplicas(stack, signers)
    await node.close()
  }
}

/** Every request of a push's life; what is sent, before and after the node has it, is among the chosen. */
function listAll(requests: number): Crash[] {
  return Array.from(
    { length: requests },
    (_, at): Crash => [{ nth: at + 1, isForwarded: at % 2 === 0 }],
  )
}

/** What a transaction is judged by. */
interface Sent {
  observedAt: bigint
  maxFeePerGas: bigint
  maxPriorityFeePerGas: bigint
}

/**
 * Whether transactions with one nonce are one push and its replacements. Time goes on here while a process starts, so that
 * a push may have waited for too long: its replacement has the same or newer evidence and raises both fees by an eighth. A
 * push that a start had forgotten would be priced again, by the base fee alone.
 */
function isOnePush(sent: readonly Sent[]): boolean {
  return sent.slice(1).every((next, at) => {
    const { observedAt, maxFeePerGas, maxPriorityFeePerGas } = sent[at] as Sent
    return (
      next.observedAt >= observedAt &&
      next.maxFeePerGas * 8n >= maxFeePerGas * 9n &&
      next.maxPriorityFeePerGas * 8n >= maxPriorityFeePerGas * 9n
    )
  })
}

/** A bot through its lives. */
class Run {
  readonly #stack: ReplicaStack
  readonly #node: FaultyNode
  readonly #configFile: string
  #bot: BotProcess
  /** Lines of processes that have ended. */
  #past: BotProcess['lines'] = []
  /** The requests since the epoch began, or the process, by name. */
  #requests: string[] = []
  #onRequest: (name: string) => Point | undefined = () => undefined
  #onKilled: () => void = () => {}
  /** What was sent with each nonce, in order, by hash: the same bytes may come twice. */
  readonly sent = new Map<number, Map<Hex, Sent>>()
  worstBlocks = 0

  private constructor(stack: ReplicaStack, node: FaultyNode, configFile: string) {
    this.#stack = stack
    this.#node = node
    this.#configFile = configFile
    this.#bot = startBotProcess(configFile)
  }

  static async start(stack: ReplicaStack, node: FaultyNode): Promise<Run> {
    const configFile = await stack.writeConfig(0, {
      chain: { endpoints: [{ url: node.url }], pollMs: 100 },
      ...everyEpoch,
      // Nothing is under way when its turn begins.
      turns: { takeover: '600 s', peerTimeoutMs: 2_000 },
    })
    const run = new Run(stack, node, configFile)
    run.#watch()
    await run.#bot.waitFor('started')
    return run
  }

  end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | undefined> {
    return this.#bot.end(signal)
  }

  /** A push from its epoch's begin to its end, with crashes on the way. Returns how many requests it took. */
  async push(crash: Crash): Promise<number> {
    const epoch = await beginTurnOf(this.#stack, 0)
    this.#requests = []
    this.#past = []
    for (const point of crash) {
      await whileBlocksCome(this.#stack, () => this.#kill(point))
      this.#past.push(...this.#bot.lines)
      this.#requests = []
      this.#bot = startBotProcess(this.#configFile)
      await this.#bot.waitFor('started')
    }
    const what = crash.map(describe).join(', then ')
    const blocks = await this.#recover(epoch, what)
    if (crash.length > 0) this.worstBlocks = Math.max(this.worstBlocks, blocks)
    const isOver = () =>
      [...this.#past, ...this.#bot.lines].find((line) => {
        const isEnd = line.event === 'settled' && line.outcome === 'taken'
        return isEnd && BigInt(`${line.observedAt}`) / epochSec === epoch
      })
    await whileBlocksCome(this.#stack, () => until(`the end of the push (${what})`, isOver))
    return this.#requests.length
  }

  /** Adds blocks, each when there is something to take, until the epoch counts. Returns how many. */
  async #recover(epoch: bigint, what: string): Promise<number> {
    const hasCounted = async () => (await this.#stack.readCountedEpoch()) >= epoch
    for (let blocks = 0; blocks <= MOST_BLOCKS; blocks++) {
      if (await hasCounted()) {
        if (what === '' || blocks <= MOST_RECOVERY_BLOCKS) return blocks
        throw new Error(`killed ${what}, the bot needed ${blocks} blocks from its start`)
      }
      await until(`a push (${what})`, async () => {
        return (await this.#stack.client.getTxpoolStatus()).pending > 0 ? true : undefined
      })
      await this.#stack.mine()
    }
    throw new Error(`killed ${what}, the bot never pushed again`)
  }

  /** Resolves when the process has been killed at a point. */
  async #kill(point: Point): Promise<void> {
    const { request, nth } = point
    let isKilled = false
    const isOne = (name: string) => request === undefined || name === request
    this.#onRequest = (name) => {
      if (!isOne(name) || this.#requests.filter(isOne).length < nth) return undefined
      this.#onRequest = () => undefined
      return point
    }
    this.#onKilled = () => {
      isKilled = true
    }
    await until(`the kill ${describe(point)}`, () => isKilled || undefined)
  }

  #watch(): void {
    this.#node.meddle = async (request, forward) => {
      const name = nameRequest(request)
      this.#requests.push(name)
      if (name === 'send') this.#note(request.params[0] as TransactionSerialized)
      const point = this.#onRequest(name)
      if (point === undefined) return forward()
      if (point.isForwarded) await forward()
      await this.#bot.end('SIGKILL')
      this.#onKilled()
      return 'silence'
    }
  }

  #note(raw: TransactionSerialized): void {
    const { nonce = 0, data = '0x', ...fees } = parseTransaction(raw)
    const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = fees
    const { args } = decodeFunctionData({ abi: riskParametersAbi, data })
    const [report] = args as readonly [{ observedAt: number }]
    const observedAt = BigInt(report.observedAt)
    const sent = this.sent.get(nonce) ?? new Map<Hex, Sent>()
    const one = { observedAt, maxFeePerGas, maxPriorityFeePerGas }
    this.sent.set(nonce, sent.set(keccak256(raw), one))
  }
}

function describe({ request = 'a request', nth, isForwarded }: Point): string {
  return `${isForwarded ? 'after' : 'before'} the node had ${request} ${nth}`
}
